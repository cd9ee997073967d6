/**
 * The path to a value in an event, such as `body.deviceId`: chosen by the user from a test event, and followed to the
 * letter.
 */
import { invalidParameter } from '../../api/errors';
import { shortText } from '../../shared/foreignText';

export const PATH_LABEL = 'Path of the Camera ID';

const MAX_LENGTH = 500;

const HOW =
	"Type where the camera's ID stands in a test event, for example body.deviceId or body.devices[0].id.";

/** `deviceId`, `[0]`, `["device id"]`, at the place where the expression is set to. */
const STEP = /\.?([^.[\]"'\s]+)|\[(\d+)\]|\["([^"]*)"\]|\['([^']*)'\]/y;

/**
 * Reads a path as it is typed, or as n8n copies it: `{{ $json.body.deviceId }}`.
 *
 * @returns the names and positions on the way
 * @throws {ArculesError} when it is none
 */
export function parsePath(value: unknown): string[] {
	const text = typeof value === 'string' ? bare(value.slice(0, MAX_LENGTH + 1)) : '';
	if (text === '') throw invalidParameter(`'${PATH_LABEL}' is empty`, HOW);
	const steps: string[] = [];
	for (STEP.lastIndex = 0; STEP.lastIndex < text.length; ) {
		const [whole, ...step] = STEP.exec(text) ?? [];
		if (whole === undefined || text.length > MAX_LENGTH || (steps.length === 0 && whole[0] === '.'))
			throw invalidParameter(`'${PATH_LABEL}' is no path: ${shortText(text)}`, HOW);
		steps.push(step.find((name) => name !== undefined) ?? '');
	}
	return steps;
}

/** Without what n8n puts around a path. */
function bare(text: string): string {
	return text
		.trim()
		.replace(/^=?\{\{\s*([^{}]*)\}\}$/, '$1')
		.trim()
		.replace(/^\$json(?=[.[])\.?/, '');
}

/**
 * What stands at the end of a path.
 *
 * @throws {ArculesError} when it leads nowhere
 */
export function follow(path: readonly string[], event: unknown): unknown {
	let found = event;
	for (const step of path) {
		if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) {
			throw invalidParameter(
				`'${PATH_LABEL}' leads nowhere: the event has no ${shortText(path.join('.'))}`,
				HOW,
			);
		}
		found = Reflect.get(found, step);
	}
	return found;
}
