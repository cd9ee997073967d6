// As much of the server's interface as the tests use: it ships no types.
declare module '@20minutes/s3rver' {
	export default class S3rver {
		constructor(options: {
			address: string;
			port: number;
			silent: boolean;
			directory: string;
			configureBuckets: ReadonlyArray<{ name: string }>;
		});

		run(): Promise<unknown>;

		close(): Promise<void>;
	}
}
