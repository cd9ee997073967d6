// Chooses the scene that goes with a camera's name.
import { pick, type Random } from '../random';
import type { Scene, SceneMaker } from '../scene';
import { makeCorridor } from './corridor';
import { makeDock } from './dock';
import { makeLobby } from './lobby';
import { makeParking } from './parking';
import { makeServerRoom } from './server-room';
import { makeStreet } from './street';
import { makeWarehouse } from './warehouse';

const SCENES_BY_NAME: ReadonlyArray<readonly [name: RegExp, make: SceneMaker]> = [
	[/parking|car ?park|garage/i, makeParking],
	[/dock|shipping|receiving/i, makeDock],
	[/lobby|reception|entrance|cafeteria/i, makeLobby],
	[/server|data/i, makeServerRoom],
	[/corridor|hall|stair|elevator/i, makeCorridor],
	[/street|gate|road|driveway/i, makeStreet],
	[/warehouse|aisle|storage|stock/i, makeWarehouse],
];
const ALL_SCENES = [
	makeLobby,
	makeCorridor,
	makeParking,
	makeDock,
	makeWarehouse,
	makeStreet,
	makeServerRoom,
] as const;

/** The scene of a camera with this name; any scene when the name says nothing. */
export function sceneFor(name: string, random: Random): Scene {
	const named = SCENES_BY_NAME.find(([pattern]) => pattern.test(name));
	return (named?.[1] ?? pick(random, ALL_SCENES))(random);
}
