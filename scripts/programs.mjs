// Looks for a program of this machine, and has Debian's package of it installed where the script runs as root. Nothing else is downloaded.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The first of these commands that PATH has, else the first of these places that holds a program; null where there is none.
 * @param {readonly string[]} commands @param {readonly string[]} [places]
 * @returns {string | null}
 */
export function findProgram(commands, places = []) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...commands.flatMap((command) => folders.map((folder) => join(folder, command))), ...places].find(isProgram) ?? null;
}

/** @param {string} path */
export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Installs packages of Debian's, saying so; does nothing where that is not possible without asking. Look for the program again afterwards.
 * @param {string} what The program as a person calls it. @param {readonly string[]} packages
 */
export function installPackages(what, packages) {
  const isRoot = typeof process.getuid === 'function' && process.getuid() === 0;
  if (!isRoot || !isProgram('/usr/bin/apt-get')) return;
  console.log(`No ${what} was found: installing the distribution's package ${packages[0]} (apt-get install).`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another suite may be installing something too.
  const run = (...args) => spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
  if (run('install', '-y', '--no-install-recommends', ...packages)) return;
  run('update');
  run('install', '-y', '--no-install-recommends', ...packages);
}
