/**
 * Whether a camera shows another view than usual. Pure: no request, no clock, no n8n.
 */

/** What is remembered of the view of a camera; hashes are those of `analyzeJpeg`. */
export interface View {
	/** How the camera sees its scene now. Follows it, because daylight changes it little by little. */
	readonly usual: string;
	/**
	 * How it saw it before the last change, shortened; empty when there was none. A camera sees one scene by day and by
	 * night.
	 */
	readonly former: string;
	/** Another view that is not confirmed yet. */
	readonly candidate: ViewCandidate | undefined;
}

export interface ViewCandidate {
	readonly sceneHash: string;
	readonly checks: number;
	readonly sinceMs: number;
}

/** Says whether two scenes are the same view, as far as the chosen sensitivity goes. */
export type IsSameView = (sceneHash: string, otherSceneHash: string) => boolean;

/**
 * What one more picture says of the view.
 *
 * @param confirmAfter pictures in a row that must show the same other view
 * @returns `changed` when another view is confirmed, which is the usual one from then on
 */
export function nextView(
	before: View | undefined,
	sceneHash: string,
	nowMs: number,
	confirmAfter: number,
	isSame: IsSameView,
): { readonly view: View; readonly changed: ViewCandidate | undefined } {
	const short = shortened(sceneHash);
	const following = (former: string) => ({
		view: { usual: sceneHash, former, candidate: undefined },
		changed: undefined,
	});
	if (before === undefined) return following('');
	const { usual, former } = before;
	if (isSame(usual, sceneHash)) return following(former);
	if (former !== '' && isSame(former, short)) return following(shortened(usual));

	const known = before.candidate;
	const isConfirming = known !== undefined && isSame(known.sceneHash, sceneHash);
	const candidate = {
		sceneHash,
		checks: isConfirming ? known.checks + 1 : 1,
		sinceMs: isConfirming ? known.sinceMs : nowMs,
	};
	if (candidate.checks < confirmAfter) {
		return { view: { ...before, candidate }, changed: undefined };
	}
	return {
		view: { usual: sceneHash, former: shortened(usual), candidate: undefined },
		changed: candidate,
	};
}

/** Every other digit: enough to know a view again, and half the room in what is remembered. */
function shortened(sceneHash: string): string {
	return [...sceneHash].filter((_digit, index) => index % 2 === 0).join('');
}
