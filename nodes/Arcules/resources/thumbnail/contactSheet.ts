/**
 * A mail body that shows all pictures, and says which cameras gave none.
 *
 * Styles stand with the elements, because some mail programs drop the style sheet; what stands there is only what they
 * may drop: the widths for phones. No colour is set for text or background, so that light and dark mode both work.
 */
import { shortHtml } from '../../shared/foreignText';
import { countOf, type Report, whenOf } from './report';

const FONT = "font:15px/1.4 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
/** A name without a space, as serial numbers are, must not push the page wider than a phone. */
const BREAKS = 'overflow-wrap:break-word';
const CELL = `display:inline-block;vertical-align:top;width:100%;max-width:300px;margin:0 16px 20px 0;${BREAKS}`;
const IMAGE = 'display:block;width:100%;height:auto;border-radius:6px';
const QUIET = 'opacity:.7';
const WARNING = 'border-left:4px solid #d93025;padding-left:12px';

const HEAD = [
	'<meta charset="utf-8">',
	'<meta name="viewport" content="width=device-width,initial-scale=1">',
	'<meta name="color-scheme" content="light dark">',
	'<meta name="supported-color-schemes" content="light dark">',
	'<style>:root{color-scheme:light dark}@media(max-width:520px){.camera{max-width:none!important;margin-right:0!important}}</style>',
].join('');

/** The whole document. Each picture is taken from the attachment whose content id is its field's name. */
export function contactSheet(report: Report): string {
	const title = countOf(report);
	return [
		`<!DOCTYPE html><html><head>${HEAD}<title>${title}</title></head>`,
		`<body style="margin:0;padding:16px;${FONT}">`,
		`<p style="margin:0 0 16px"><strong style="font-size:18px">${title}</strong><br>`,
		`<span style="${QUIET}">${shortHtml(whenOf(report))}${restOf(report)}</span></p>`,
		// Without white space in between: it would take room beside the cells.
		`<div>${report.pictures.map((picture) => cellOf(picture, report)).join('')}</div>`,
		failuresOf(report),
		'</body></html>',
	].join('\n');
}

/** Where many pictures push the failures far down, the first lines say that there are any. */
function restOf({ pictures, failures }: Report): string {
	return pictures.length === 0 || failures.length === 0
		? ''
		: '. The others stand below the pictures.';
}

/** `<bdi>` keeps a right-to-left name from turning what stands beside it. */
function nameOf(label: string): string {
	return `<bdi><strong>${shortHtml(label)}</strong></bdi>`;
}

function cellOf(
	{ label, takenAt, isBlank, pictureField }: Report['pictures'][number],
	{ timeOf }: Report,
): string {
	const { date, time } = timeOf(takenAt);
	const note = isBlank ? `<br><span style="${WARNING}">Blank: covered or broken?</span>` : '';
	return [
		`<div class="camera" style="${CELL}">`,
		`<img src="cid:${shortHtml(pictureField)}" alt="${shortHtml(label)}" width="300" style="${IMAGE}">`,
		`<div style="padding-top:6px">${nameOf(label)}`,
		`<br><span style="${QUIET}">${date} ${time}</span>${note}</div></div>`,
	].join('');
}

function failuresOf({ failures }: Report): string {
	if (failures.length === 0) return '';
	const count = failures.length === 1 ? '1 camera' : `${failures.length} cameras`;
	const entries = failures.map(
		({ label, why }) => `<p style="margin:4px 0 0">${nameOf(label)}: ${why}</p>`,
	);
	return `<div style="${WARNING};${BREAKS}"><strong>No picture from ${count}</strong>${entries.join('')}</div>`;
}
