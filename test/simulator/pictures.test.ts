import sharp from 'sharp';

import { startSimulator, type Simulator } from '../../dev/simulator';
import { closeAll, deviceId, get, login, picturePath, readBytes, start, waitMs } from './client';

afterEach(closeAll);

async function picture(simulator: Simulator, token: string, index = 0): Promise<Response> {
	return await get(simulator, picturePath(deviceId(simulator, index)), token);
}

function headersOf({ headers }: Response): Record<string, string> {
	const fields: Record<string, string> = {};
	headers.forEach((value, name) => (fields[name] = value));
	return fields;
}

describe('a scene', () => {
	it('is a JPEG of 1280 by 720 with the headers of a live picture', async () => {
		const simulator = await start({ picture: 'scene', cameras: 1 });
		const answer = await picture(simulator, await login(simulator));
		const jpeg = await readBytes(answer);
		expect(await sharp(jpeg).metadata()).toMatchObject({
			format: 'jpeg',
			width: 1280,
			height: 720,
		});
		expect(headersOf(answer)).toMatchObject({
			'content-type': 'image/jpeg',
			'content-length': String(jpeg.length),
			'cache-control': 'no-store',
			'last-modified': expect.stringMatching(/GMT$/),
			date: expect.stringMatching(/GMT$/),
		});
	});

	it('changes from second to second', async () => {
		const simulator = await start({ picture: 'scene', cameras: 1 });
		const token = await login(simulator);
		const first = await readBytes(await picture(simulator, token));
		await waitMs(1000);
		const second = await readBytes(await picture(simulator, token));
		expect(first.equals(second)).toBe(false);
	});

	it('can be drawn for every generated camera, and for a name that says nothing', async () => {
		const simulator = await start({ picture: 'scene', cameras: 10 });
		simulator.updateDevice(deviceId(simulator, 9), { name: 'カメラ <&> 9' });
		const token = await login(simulator);
		const pictures = await Promise.all(
			simulator.devices.map(async (_, index) => readBytes(await picture(simulator, token, index))),
		);
		for (const jpeg of pictures) {
			const { channels } = await sharp(jpeg).stats();
			expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(15);
		}
	}, 30_000);
});

describe('a picture of fixed size', () => {
	it.each([900, 5_000, 75_000, 150_000, 2_000_003])(
		'has exactly %d bytes and is valid to its end',
		async (bytes) => {
			const simulator = await start({ picture: { bytes } });
			const jpeg = await readBytes(await picture(simulator, await login(simulator)));
			expect(jpeg.length).toBe(bytes);
			const decoded = sharp(jpeg, { failOn: 'warning' });
			expect((await decoded.raw().toBuffer()).length).toBeGreaterThan(0);
			expect(jpeg.indexOf(Buffer.from([0xff, 0xd9]))).toBe(bytes - 2);
		},
	);

	it('is refused when no picture is that small', async () => {
		await expect(startSimulator({ picture: { bytes: 10 } })).rejects.toThrow('too small');
	});
});
