// What was learnt of the list of devices: how its pages work, and what a device looks like.
import { CURSOR_PARAMETERS } from '../../nodes/Arcules/api/paging';
import { CAMERA_TYPE } from '../../nodes/Arcules/api/devices';
import type { Discretion } from './discreet';
import type { Findings } from './findings';

/** Said where nothing was met that could tell. */
export const NOT_SEEN = 'not seen';

const GUESS_REFUSED = [400, 422];

/** How the next page is asked for. */
export function pagingAnswer({
	pageSizes,
	firstPosition,
	cursorParameter,
	failure,
}: Findings): string {
	if (pageSizes.length === 0) return NOT_SEEN;
	if (firstPosition === undefined) return `${NOT_SEEN}: all devices were on one page`;
	if (isAddress(firstPosition.next)) return 'by the address in `page.next`';
	if (cursorParameter !== undefined) return `\`${cursorParameter}\``;
	return failure === undefined ? NOT_SEEN : `none of ${CURSOR_PARAMETERS.join(', ')}`;
}

/** What `page.next` looks like. */
export function nextAnswer({ pageSizes, firstPosition }: Findings): string {
	if (pageSizes.length === 0) return NOT_SEEN;
	if (firstPosition === undefined) return 'empty on the only page';
	const { next } = firstPosition;
	if (/^https?:/i.test(next)) return 'a whole address, of the host that was asked';
	if (isAddress(next)) return 'an address without a host';
	return `${/^\d+$/.test(next) ? 'a number' : 'a text'} of ${next.length} characters`;
}

const isAddress = (next: string): boolean => /^(?:https?:\/\/|[/?])/i.test(next);

/** Whether a page says which one it is. */
export function echoAnswer({ echoesCursor }: Findings): string {
	if (echoesCursor === undefined) return NOT_SEEN;
	return echoesCursor ? 'it repeats what was asked for' : 'it does not repeat what was asked for';
}

/** What happens to a query parameter that the API does not know. */
export function unknownParameterAnswer({ answers, cursorParameter }: Findings): string {
	const others = answers.filter(
		({ call, parameters: [name] }) =>
			call === 'devices' && name !== undefined && name !== cursorParameter,
	);
	const [first] = others;
	if (first === undefined || cursorParameter === undefined) return NOT_SEEN;
	if (GUESS_REFUSED.includes(first.status)) return `refused with ${first.status}`;
	return first.status < 300 ? 'ignored: the first page came again' : `answered ${first.status}`;
}

/** How many devices the pages have. */
export function pageSizeAnswer({ pageSizes, isCut }: Findings): string {
	if (pageSizes.length === 0) return NOT_SEEN;
	const sizes = new Map<number, number>();
	for (const size of pageSizes) sizes.set(size, (sizes.get(size) ?? 0) + 1);
	const inTurn = [...sizes].map(([size, count]) =>
		count === 1 ? `${size}` : `${count} × ${size}`,
	);
	return `${inTurn.join(', ')}${isCut ? '; no more pages were asked for' : ''}`;
}

/** How many devices there are, by whether they have pictures. */
export function devicesAnswer({ devices }: Findings): string {
	const cameras = devices.filter(({ type }) => type === CAMERA_TYPE).length;
	const others = devices.filter(({ type }) => type !== CAMERA_TYPE);
	const kinds = new Set(others.map(({ type }) => String(type))).size;
	const rest = others.length === 0 ? 'no others' : `${others.length} others, of ${kinds} types`;
	return `${cameras} of type \`video\`, ${rest}`;
}

/** One field of the devices. */
export interface Field {
	readonly name: string;
	readonly types: string;
	/** How many devices have it. */
	readonly count: number;
}

/** The fields of the devices, with the types of their values; and how many have names that are not shown. */
export function fieldsOf(
	{ devices }: Findings,
	discretion: Discretion,
): { fields: Field[]; hidden: number } {
	const { shown, hidden } = discretion.sift(devices.flatMap((device) => Object.keys(device)));
	const fields = shown.map((name) => {
		const holders = devices.filter((device) => Object.hasOwn(device, name));
		const types = [...new Set(holders.map((device) => typeName(device[name])))].sort();
		return { name, types: types.join(', '), count: holders.length };
	});
	return { fields, hidden };
}

function typeName(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'list';
	return value === '' ? 'empty string' : typeof value;
}
