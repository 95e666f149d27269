export function findProgram(commands: readonly string[], places?: readonly string[]): string | null;
export function installPackages(what: string, packages: readonly string[]): void;
