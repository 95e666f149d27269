import type { FastifyInstance, FastifyRequest } from 'fastify';

const words = {
  en: {
    title: 'Warmline server',
    what: 'This is a Warmline server.',
    who: 'The chat on other pages is answered here.',
    agents: 'Agents sign in',
    owner: 'Is it yours? These two lines bring the chat to a page, where “shop” is the id of a site in your configuration:',
  },
  ja: {
    title: 'Warmlineサーバー',
    what: 'Warmlineのサーバーです。',
    who: 'ほかのページにあるチャットに、ここで応対しています。',
    agents: 'オペレーターのサインイン',
    owner: '運営者の方へ：次の二行で、ページにチャットが表示されます。「shop」は、設定ファイルにあるサイトのidです。',
  },
} as const;

const style = `:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
body { max-inline-size: 40rem; margin: 12vh auto; padding-inline: 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.3; }
pre { padding: 0.75rem 1rem; border: 1px solid; border-radius: 0.5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/** What stands at `/` where there is no demo: whose server this is, and the way on for whoever came here. */
export function registerFrontPage(app: FastifyInstance): void {
  app.get('/', async (request, reply) => await reply.header('Cache-Control', 'no-cache').header('Vary', 'Accept-Language').type('text/html; charset=utf-8').send(pageFor(request)));
  app.get('/front-page.css', async (_request, reply) => await reply.header('Cache-Control', 'no-cache').type('text/css; charset=utf-8').send(style));
}

function pageFor({ protocol, headers }: FastifyRequest): string {
  const language = isJapanese(headers['accept-language']) ? 'ja' : 'en';
  const { title, what, who, agents, owner } = words[language];
  const tag = `<script type="module" src="${protocol}://${headers.host ?? 'chat.example'}/warmline.js"></script>\n<chat-widget site="shop"></chat-widget>`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/front-page.css">
</head>
<body>
<main>
<h1>${what}</h1>
<p>${who}</p>
<p><a href="/agent">${agents}</a></p>
<p>${owner}</p>
<pre><code>${escaped(tag)}</code></pre>
</main>
</body>
</html>
`;
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);

/** Whether Japanese is preferred to English (RFC 9110, section 12.5.4). */
function isJapanese(accepted = ''): boolean {
  const liking = (language: string): number =>
    Math.max(0, ...accepted.split(',').map((each) => {
      const [tag = '', weight] = each.trim().toLowerCase().split(/\s*;\s*q=/);
      return tag.split('-')[0] === language ? Number(weight ?? 1) || 0 : 0;
    }));
  return liking('ja') > liking('en');
}
