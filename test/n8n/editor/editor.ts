/**
 * n8n's editor as its user sees it: the canvas, and the panel from which nodes are added.
 */
import type { Locator, Page } from 'playwright-core';
import type { Owner } from '../../../dev/n8n/client';
import { NodePanel } from './nodePanel';
import { regionOf, type Region } from './screenshots';

/** One tab with the editor. */
export class Editor {
	/** The nodes on the canvas. */
	readonly nodes: Locator;

	/** The lines between them. */
	readonly connections: Locator;

	/** The marks of nodes that are not ready to run. */
	readonly issues: Locator;

	/** The panel from which nodes are added. */
	readonly nodeCreator: Locator;

	/** What the search in that panel has found, and the actions of a chosen node. */
	readonly results: Locator;

	constructor(
		readonly page: Page,
		private readonly address: string,
	) {
		this.nodes = page.getByTestId('canvas-node');
		this.connections = page.getByTestId('edge-label');
		this.issues = page.getByTestId('node-issues');
		this.nodeCreator = page.getByTestId('node-creator');
		this.results = page.getByTestId('item-iterator-item');
	}

	async signIn({ email, password }: Pick<Owner, 'email' | 'password'>): Promise<void> {
		await this.page.goto(`${this.address}/signin`);
		await this.page.locator('input[name=emailOrLdapLoginId]').fill(email);
		await this.page.locator('input[name=password]').fill(password);
		await this.page.getByTestId('form-submit-button').click();
		await this.page.waitForURL(/\/home\//);
	}

	/** A new workflow that starts with a click on "Execute workflow". */
	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.address}/workflow/new`);
		await this.page.getByTestId('canvas-plus-button').click();
		await this.results.filter({ hasText: 'Trigger manually' }).click();
		await this.nodes.waitFor();
	}

	/** Opens a stored workflow, with all of it in sight. */
	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.address}/workflow/${id}`);
		await this.connections.first().waitFor({ state: 'attached' });
		await this.page.getByTestId('zoom-to-fit').click();
	}

	/** How much there is on the canvas, once a line is drawn: that comes last. */
	async drawn(): Promise<{ nodes: number; connections: number }> {
		await this.connections.first().waitFor({ state: 'attached' });
		return { nodes: await this.nodes.count(), connections: await this.connections.count() };
	}

	/** Types into the search of the node panel; what it finds are the {@link results}. */
	async searchNodes(text: string): Promise<void> {
		await this.page.getByTestId('node-creator-plus-button').click();
		await this.page.getByTestId('node-creator-search-bar').fill(text);
	}

	/** Opens the details of a node that was found, where its actions are. */
	async chooseNode(name: string): Promise<void> {
		await this.results.filter({ hasText: name }).click();
		await this.page.getByText(/^Actions \(\d+\)$/).waitFor();
	}

	/** Adds the node with this action; n8n opens its panel by itself. */
	async chooseAction(action: string): Promise<NodePanel> {
		await this.results.filter({ hasText: new RegExp(`^\\s*${action}\\s*$`) }).click();
		return await NodePanel.opened(this.page);
	}

	/** Where the nodes of the workflow are, with their names, which stand below them. */
	async workflowRegion(): Promise<Region> {
		const { left, top, right, bottom } = await regionOf(await this.nodes.all());
		return { left: left - 70, top: top - 40, right: right + 90, bottom: bottom + 90 };
	}

	/** A new workflow with the Arcules node, set to this action. */
	async newWorkflowWith(action: string): Promise<NodePanel> {
		await this.newWorkflow();
		await this.searchNodes('arcules');
		await this.chooseNode('Arcules');
		return await this.chooseAction(action);
	}
}
