/**
 * What an operation is: its place in the editor, and its work on one input item. It knows nothing of On Error.
 */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	NodeExecutionHint,
} from 'n8n-workflow';
import type { ArculesError } from '../api/errors';
import type { Outcome } from '../shared/outcome';

export type { Outcome };

/** What one input item has come to. */
export interface ItemResult {
	readonly outcomes: readonly Outcome[];
	/** Why the outcomes are no result for somebody whose workflow stops on errors. */
	readonly refusal?: ArculesError | undefined;
}

/** One execution of an operation. */
export interface OperationRun {
	/** Max number of input items worked on at once. */
	readonly concurrency: number;
	/** @throws {ArculesError} when the item fails as a whole */
	execute(item: INodeExecutionData, itemIndex: number): Promise<ItemResult>;
	/** Makes one table of all items, where good and failed ones come out of one branch. */
	readonly align?: (
		results: ReadonlyArray<readonly Outcome[]>,
	) => ReadonlyArray<readonly Outcome[]>;
	/** What to say above the output, once all items are through. */
	hints(): NodeExecutionHint[];
}

export interface Operation {
	/** Its entry under "Operation". */
	readonly option: {
		readonly name: string;
		readonly value: string;
		readonly action: string;
		readonly description: string;
	};
	/** What stands below the node on the canvas instead of its name: an expression without its braces. */
	readonly subtitle?: string;
	readonly fields: INodeProperties[];
	/** @param signal ends all requests of the run */
	start(context: IExecuteFunctions, signal: AbortSignal): OperationRun;
	/** The item that stands for an input item which failed as a whole. */
	failedItem(item: INodeExecutionData, error: ArculesError): Outcome;
}

/** A resource of the node, with what the editor shows for it. */
export interface Resource {
	readonly option: { readonly name: string; readonly value: string };
	readonly operations: readonly [Operation, ...Operation[]];
}
