// One end of a connection on which everything arrives half a round trip late.
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

type Done = (error?: Error | null) => void;

/** Does things in the order in which they were handed in, each at its time. */
class Schedule {
	private last = Promise.resolve();

	constructor(private readonly fail: (error: Error) => void) {}

	at(dueMs: number, act: () => void): void {
		const waited = async () => {
			const leftMs = dueMs - performance.now();
			if (leftMs > 0) await delay(leftMs);
			act();
		};
		this.last = this.last.then(waited).catch(this.fail);
	}
}

/**
 * The server's end of a socket on loopback, as if the client were far away. TCP's handshake is over before there is a socket:
 * its round trip is made up for by the first bytes. The line has no limit but that of loopback.
 */
export class SlowLine extends Duplex {
	private readonly openedAtMs: number;
	private readonly inbound = new Schedule((error) => this.destroy(error));
	private readonly outbound = new Schedule((error) => this.destroy(error));

	constructor(
		private readonly socket: Socket,
		private readonly roundTripMs: number,
	) {
		super();
		this.openedAtMs = performance.now() + roundTripMs;
		socket.setNoDelay(true);
		socket.on('data', (bytes) => this.inbound.at(this.arrivalMs(), () => this.push(bytes)));
		socket.once('end', () => this.inbound.at(this.arrivalMs(), () => this.push(null)));
		socket.once('error', (error) => this.destroy(error));
		socket.once('close', () => this.inbound.at(this.arrivalMs(), () => this.destroy()));
	}

	private arrivalMs(): number {
		return Math.max(performance.now(), this.openedAtMs) + this.roundTripMs / 2;
	}

	override _read(): void {
		// The socket pushes by itself.
	}

	override _write(bytes: Buffer, _encoding: BufferEncoding, done: Done): void {
		this.outbound.at(this.arrivalMs(), () => this.socket.write(bytes));
		done();
	}

	override _final(done: Done): void {
		this.outbound.at(this.arrivalMs(), () => this.socket.end());
		done();
	}

	override _destroy(error: Error | null, done: Done): void {
		// What was written goes out before the end.
		this.outbound.at(this.arrivalMs(), () => this.socket.destroySoon());
		done(error);
	}
}
