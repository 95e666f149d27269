import { StartError } from '../refusal.ts';
import type { Config } from './schema.ts';
import { SIGNING_SECRET, isSigningSecret } from './schema.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Which secrets are given twice or not at all, in one line; null where all is well. */
export function secretContradictionIn({ sites, livekit }: Config): string | null {
  for (const [name, { secret, secretEnv }] of Object.entries(livekit)) {
    if ((secret === undefined) !== (secretEnv === undefined)) continue;
    return `livekit.${name} has ${secret === undefined ? 'neither secret nor secretEnv' : 'both secret and secretEnv'}, allowed: one of them`;
  }
  const both = sites.findIndex(({ customerSecret, customerSecretEnv }) => customerSecret !== undefined && customerSecretEnv !== undefined);
  return both < 0 ? null : `sites.${both} has both customerSecret and customerSecretEnv, allowed: one of them`;
}

/**
 * The configuration with its secrets, wherever those stand.
 *
 * @throws StartError naming the key whose variable does not hold one
 */
export function withSecrets(config: Config, environment: Environment): Config {
  const livekit = Object.entries(config.livekit).map(([name, { secretEnv, ...cluster }]) => {
    const secret = secretEnv === undefined ? cluster.secret : environment[secretEnv];
    if (!secret) throw new StartError(`livekit.${name}.secretEnv is "${secretEnv ?? ''}", allowed: a variable of the environment that holds the secret`);
    return [name, { ...cluster, secret }] as const;
  });
  const sites = config.sites.map(({ customerSecretEnv, ...site }, index) => {
    if (customerSecretEnv === undefined) return site;
    const customerSecret = customerSecretEnv.map((variable) => {
      const secret = environment[variable] ?? '';
      if (isSigningSecret(secret)) return secret;
      throw new StartError(`sites.${index}.customerSecretEnv is "${variable}", allowed: a variable of the environment that holds ${SIGNING_SECRET}`);
    });
    return { ...site, customerSecret };
  });
  return { ...config, sites, livekit: Object.fromEntries(livekit) };
}
