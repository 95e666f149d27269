// The one-way imports of docs/architecture.md, over every module of the product, the server and the tests.
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import configuration from '../../.dependency-cruiser.mjs';

/** Under some versions of TypeScript the reader finds nothing and is content: a check that read nothing has not passed. */
const leastModules = 60;

const { options, forbidden } = configuration;
const result = await cruise(['src', 'server/src'], { ...options, ruleSet: { forbidden }, validate: true }, {}, { tsConfig: extractTSConfig('tsconfig.json') });
const { violations, totalCruised } = result.output.summary;

for (const { rule, from, to, cycle } of violations) {
  const { comment } = forbidden.find(({ name }) => name === rule.name) ?? {};
  const path = cycle === undefined ? to : cycle.map((step) => step.name ?? step).join(' -> ');
  console.error(`${from} -> ${path}\n  ${rule.name}: ${comment}`);
}
const ours = result.output.modules.filter(({ source }) => /^(src|server\/src)\//.test(source)).length;
if (ours < leastModules) console.error(`Only ${ours} modules were read, of at least ${leastModules}: the check itself is broken.`);
if (violations.length > 0 || ours < leastModules) process.exitCode = 1;
else console.log(`${ours} modules (${totalCruised} with libraries), every import points down.`);
