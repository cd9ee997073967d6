/**
 * Whether a camera shows another view than usual. Hashes in these tests are numbers, each digit
 * written twice: views are the same up to 10 apart.
 */
import { nextView, type View } from '../../../../../nodes/Arcules/triggers/fleet/view';

const sceneHashOf = (scene: number) => String(scene).padStart(2, '0').replace(/\d/g, '$&$&');

/** Shortened hashes have each digit once. */
const sceneOf = (sceneHash: string) =>
	Number(sceneHash.length === 4 ? sceneHash.replace(/(\d)\1/g, '$1') : sceneHash);

const isSame = (one: string, other: string) => Math.abs(sceneOf(one) - sceneOf(other)) <= 10;

/** In which looks a change was found, counted from 1. */
function changesIn(scenes: readonly number[], confirmAfter = 2): number[] {
	let view: View | undefined;
	return scenes.flatMap((scene, index) => {
		const next = nextView(view, sceneHashOf(scene), index, confirmAfter, isSame);
		view = next.view;
		return next.changed === undefined ? [] : [index + 1];
	});
}

test.each([
	['the first picture is the usual view', [0], []],
	['a camera that was turned is found once two looks agree', [0, 50, 51, 52], [3]],
	['somebody in front of the lens for one look is no other view', [0, 50, 0, 50, 0], []],
	['two different views, one after the other, do not confirm each other', [0, 50, 90, 0], []],
	['daylight that changes little by little is followed', [0, 8, 16, 24, 32, 40, 48], []],
	['day and night are told apart once, and known from then on', [0, 50, 50, 1, 2, 52, 51, 0], [3]],
	['a third view is another one again', [0, 50, 50, 90, 90], [3, 5]],
])('%s', (_name, scenes, changes) => {
	expect(changesIn(scenes)).toEqual(changes);
});

test('tells since when the other view is there, and after how many looks', () => {
	let view: View | undefined;
	for (const [index, scene] of [0, 50, 50].entries()) {
		view = nextView(view, sceneHashOf(scene), 100 * index, 3, isSame).view;
	}
	const { changed } = nextView(view, sceneHashOf(50), 300, 3, isSame);
	expect(changed).toEqual({ sceneHash: '5500', checks: 3, sinceMs: 100 });
});

test('of the view before the last change every other digit is remembered', () => {
	const first = nextView(undefined, '1234', 0, 1, isSame);
	expect(first).toEqual({
		view: { usual: '1234', former: '', candidate: undefined },
		changed: undefined,
	});
	const second = nextView(first.view, '9900', 1, 1, () => false);
	expect(second.view).toEqual({ usual: '9900', former: '13', candidate: undefined });
});

test('a view is not taken for a former one when there was none', () => {
	const before = { usual: '1100', former: '', candidate: undefined };
	const compared: string[] = [];
	nextView(before, '9900', 1, 2, (one) => {
		compared.push(one);
		return false;
	});
	expect(compared).toEqual(['1100']);
});
