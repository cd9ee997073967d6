// The page with all pictures of a run: one file beside them, to be opened in a browser.
import type { MissingPicture, Picture, PictureReport } from './pictures';

const STYLE = `
:root { color-scheme: light dark; --page: #f3f4f6; --card: #fff; --line: #e2e5ea; --text: #14181f; --quiet: #5b6472; --bad: #b42318; }
@media (prefers-color-scheme: dark) {
	:root { --page: #0f1216; --card: #191e25; --line: #2a313b; --text: #e8ebf0; --quiet: #98a2b3; --bad: #ff8a80; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 90rem; padding: clamp(1rem, 3vw, 2.5rem); background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 0; font-size: 1.2rem; }
p { margin: .4rem 0 0; color: var(--quiet); }
p a { color: var(--bad); }
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap: 1rem; margin: 1.25rem 0 0; padding: 0; list-style: none; }
li { overflow: hidden; border: 1px solid var(--line); border-radius: .75rem; background: var(--card); overflow-wrap: anywhere; }
img { display: block; width: 100%; height: auto; aspect-ratio: 16 / 9; object-fit: contain; background: #000; }
div { padding: .7rem .9rem .8rem; }
strong { font-weight: 600; }
small { display: block; color: var(--quiet); font-size: .85rem; font-variant-numeric: tabular-nums; }
time { white-space: nowrap; }
.failed { border-left: .25rem solid var(--bad); }`;

/** The whole page; names and reasons come from elsewhere, so they are escaped. */
export function picturePage({ pictures, missing }: PictureReport, madeAt: Date): string {
	const total = pictures.length + missing.length;
	const failures =
		missing.length > 0
			? `<h2 id="failed">No picture</h2>\n<ul>\n${missing.map(failureCard).join('\n')}\n</ul>\n`
			: '';
	const link =
		missing.length > 0 ? `<p><a href="#failed">${missing.length} gave none</a></p>\n` : '';
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Live pictures</title>
<style>${STYLE}
</style>
</head>
<body>
<h1>Live pictures</h1>
<p>${timeElement(madeAt)} · ${pictures.length} of ${total} cameras</p>
${link}<ul>
${pictures.map(pictureCard).join('\n')}
</ul>
${failures}</body>
</html>
`;
}

function pictureCard({ camera, fileName, takenAt, ...picture }: Picture): string {
	const address = encodeURIComponent(fileName);
	const size = `${picture.widthPixels} × ${picture.heightPixels} · ${kilobytes(picture.bytes)}`;
	return `<li><a href="${address}"><img src="${address}" alt="${escaped(camera)}" width="${picture.widthPixels}" height="${picture.heightPixels}" loading="lazy"></a><div><strong>${escaped(camera)}</strong><small>${timeElement(takenAt)}<br>${size}</small></div></li>`;
}

const failureCard = ({ camera, reason }: MissingPicture): string =>
	`<li class="failed"><div><strong>${escaped(camera)}</strong><small>${escaped(reason)}</small></div></li>`;

const timeElement = (time: Date): string =>
	`<time datetime="${time.toISOString()}">${time.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })}</time>`;

const kilobytes = (bytes: number): string => `${Math.ceil(bytes / 1_000).toLocaleString('en')} kB`;

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

const escaped = (text: string): string =>
	text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
