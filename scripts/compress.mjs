// Beside each published text, what a browser is sent of it: Brotli's and gzip's form, made once as it is built and as small as they go.
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const forms = {
  '.br': (text) => promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }),
  '.gz': (text) => promisify(gzip)(text, { level: 9 }),
};

/** A font is compressed by itself. */
const isText = (name) => /\.(css|html|js|svg)$/.test(name);
const isForm = (name) => /\.(br|gz)$/.test(name);

/** The files that go with one, itself among them. */
export const withForms = (name) => [name, ...Object.keys(forms).map((ending) => `${name}${ending}`)];

/** Makes what is missing, or older than its text, in a folder and all below it; takes away what has no text any more. */
export async function compress(folder) {
  const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
  for (const file of files) if (isForm(file) && !existsSync(file.slice(0, -3))) rmSync(file);
  const isStale = (form, text) => !existsSync(form) || statSync(form).mtimeMs < statSync(text).mtimeMs;
  await Promise.all(
    files.filter(isText).flatMap((file) =>
      Object.entries(forms)
        .filter(([ending]) => isStale(`${file}${ending}`, file))
        .map(async ([ending, make]) => writeFileSync(`${file}${ending}`, await make(readFileSync(file)))),
    ),
  );
}
