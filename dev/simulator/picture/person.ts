// A person who walks: a silhouette in clothes, with a shadow.
import type { Canvas } from './canvas';
import { shade } from './colour';
import type { Point } from './view';

/** Where somebody is and what they wear. */
export interface Person {
	readonly x: number;
	readonly z: number;
	/** The seconds of the walk, for the swing of arms and legs. */
	readonly seconds: number;
	/** 1 walks to the right of the picture, -1 to the left, 0 towards the camera or away. */
	readonly heading: number;
	readonly jacket: string;
	readonly trousers: string;
	readonly hair?: string;
	readonly hiVis?: boolean;
}

const HEIGHT_M = 1.76;
const STEPS_RAD_PER_SECOND = 5.6;

// The figure is drawn in centimetres, feet at 0, upwards negative.
function leg(swingCm: number, liftCm: number, colour: string): string {
	const knee = swingCm * 0.45;
	const foot = -liftCm;
	return (
		`<path d="M-8 -88 Q${knee - 9} -48 ${swingCm - 7} ${foot} L${swingCm + 7} ${foot} ` +
		`Q${knee + 10} -48 9 -88Z" fill="${colour}"/>` +
		`<path d="M${swingCm - 8} ${foot - 3} q9 -5 18 2 l1 4 h-19z" fill="#15171a"/>`
	);
}

function arm(side: number, swingCm: number, colour: string, skin: string): string {
	const shoulder = side * 17;
	const hand = shoulder + side * 5 + swingCm;
	return (
		`<path d="M${shoulder} -140 Q${shoulder + side * 7 + swingCm * 0.3} -112 ${hand} -84" ` +
		`fill="none" stroke="${colour}" stroke-width="11" stroke-linecap="round"/>` +
		`<circle cx="${hand}" cy="-80" r="5.5" fill="${skin}"/>`
	);
}

function torso(jacket: string, hiVis: boolean): string {
	const body =
		`<path d="M-11 -149 Q-23 -146 -23 -132 L-18 -84 Q0 -78 18 -84 L23 -132 Q23 -146 11 -149Z" ` +
		`fill="${jacket}"/><path d="M4 -149 Q23 -146 23 -132 L18 -84 Q10 -81 4 -81Z" fill="#000" opacity=".18"/>`;
	const stripes =
		`<path d="M-20 -112 L20 -112 L19 -105 L-19 -105Z M-19 -95 L19 -95 L18 -89 L-18 -89Z" ` +
		`fill="#e9ecdf" opacity=".85"/>`;
	return hiVis ? body + stripes : body;
}

function head(skin: string, hair: string): string {
	return (
		`<rect x="-5" y="-156" width="10" height="10" fill="${shade(skin, 0.8)}"/>` +
		`<ellipse cx="0" cy="-165" rx="9.5" ry="12" fill="${skin}"/>` +
		`<path d="M-10.5 -163 Q-11 -179 0 -179 Q11 -179 10.5 -163 Q8 -172 0 -171 Q-8 -172 -10.5 -163Z" fill="${hair}"/>`
	);
}

function figure(person: Person, skin: string): string {
	const phase = Math.sin(person.seconds * STEPS_RAD_PER_SECOND);
	const isFrontal = person.heading === 0;
	const strideCm = isFrontal ? 3 : 27 * person.heading;
	const stance = isFrontal ? 6 : 0;
	const swing = phase * strideCm;
	const lift = Math.max(0, phase) * 5;
	const farTrousers = shade(person.trousers, 0.7);
	return (
		arm(-1, -swing * 0.7, shade(person.jacket, 0.7), skin) +
		leg(-swing - stance, 5 - lift, farTrousers) +
		leg(swing + stance, lift, person.trousers) +
		torso(person.jacket, person.hiVis ?? false) +
		head(skin, person.hair ?? '#2b211b') +
		arm(1, swing * 0.7, shade(person.jacket, 0.88), skin)
	);
}

/** Draws the person where they are. */
export function drawPerson(canvas: Canvas, person: Person): void {
	const feet: Point = [person.x, 0, person.z];
	const ground = canvas.view.project(feet);
	const crown = canvas.view.project([person.x, HEIGHT_M, person.z]);
	if (ground === undefined || crown === undefined) return;
	canvas.floorGlow(feet, 0.75, '#000000', 0.6);
	// Seen from above, people look shorter than they are wide.
	const scaleX = canvas.view.pixelsPerMetre((ground.depthM + crown.depthM) / 2) / 100;
	const scaleY = (ground.y - crown.y) / (HEIGHT_M * 100);
	const leanDeg = (Math.atan2(crown.x - ground.x, ground.y - crown.y) * 180) / Math.PI;
	const place = `translate(${ground.x.toFixed(1)} ${ground.y.toFixed(1)}) rotate(${leanDeg.toFixed(1)})`;
	const skin = canvas.hazed('#b98d70', ground.depthM);
	const hazed = {
		...person,
		jacket: canvas.hazed(person.jacket, ground.depthM),
		trousers: canvas.hazed(person.trousers, ground.depthM),
	};
	canvas.raw(
		`<g transform="${place} scale(${scaleX.toFixed(3)} ${scaleY.toFixed(3)})">${figure(hazed, skin)}</g>`,
	);
}
