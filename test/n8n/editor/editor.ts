// n8n's editor as its user sees it: the canvas, and the panel from which nodes are added.
import { NodePanel } from './nodePanel';
import { PagePart } from './page';

/** One tab with the editor. */
export class Editor extends PagePart {
	/** The nodes on the canvas, and the lines between them. */
	readonly nodes = this.page.getByTestId('canvas-node');

	readonly connections = this.page.getByTestId('edge-label');

	/** The marks of nodes that are not ready to run. */
	readonly issues = this.page.getByTestId('node-issues');

	/** The panel from which nodes are added. */
	readonly nodeCreator = this.page.getByTestId('node-creator');

	/** What the search in that panel has found, and the actions of a chosen node. */
	readonly results = this.page.getByTestId('item-iterator-item');

	/** A new workflow that starts with a click on "Execute workflow". */
	async newWorkflow(): Promise<void> {
		await this.page.goto('/workflow/new');
		await this.page.getByTestId('canvas-plus-button').click();
		await this.results.filter({ hasText: 'Trigger manually' }).click();
		await this.nodes.waitFor();
	}

	/** A new workflow that starts with this trigger, whose panel n8n opens by itself. */
	async newWorkflowFrom(trigger: string): Promise<NodePanel> {
		await this.page.goto('/workflow/new');
		await this.page.getByTestId('canvas-plus-button').click();
		await this.page.getByTestId('node-creator-search-bar').fill(trigger);
		await this.results.getByText(trigger, { exact: true }).click();
		// n8n shows the details of a community node first.
		const add = this.page.getByRole('button', { name: 'Add to workflow' });
		await add.or(new NodePanel(this.page).parameters).waitFor();
		if (await add.isVisible()) await add.click();
		return await this.openedPanel();
	}

	/** Adds a node behind the last one, set to this action. */
	async addNode(name: string, action: string): Promise<NodePanel> {
		await this.page.getByTestId('node-creator-plus-button').click();
		return await this.addFromPanel(name, action);
	}

	/** Adds a node to an output of this one, which must have none there. */
	async addNodeTo(
		output: 'Success' | 'Error',
		of: string,
		name: string,
		action: string,
	): Promise<NodePanel> {
		const index = output === 'Error' ? 1 : 0;
		const handle = this.page.locator(
			`[data-node-name="${of}"][data-handleid="outputs/main/${index}"]`,
		);
		await handle.getByTestId('canvas-handle-plus').click();
		return await this.addFromPanel(name, action);
	}

	/** Publishes the workflow; answers with its id. */
	async publish(): Promise<string> {
		await this.page.getByTestId('workflow-open-publish-modal-button').click();
		await this.page.getByTestId('workflow-publish-button').click();
		await this.page.getByRole('button', { name: 'Got it' }).click();
		const [, id = ''] = /workflow\/([^/?]+)/.exec(this.page.url()) ?? [];
		return id;
	}

	/** Runs the workflow that is open. */
	async execute(): Promise<void> {
		await this.page.getByTestId('execute-workflow-button').click();
	}

	/** Opens a stored workflow, with all of it in sight. */
	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`/workflow/${id}`);
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
		await this.results.getByText(name, { exact: true }).click();
		await this.page.getByText(/^Actions \(\d+\)$/).waitFor();
	}

	/** Adds the node with this action; n8n opens its panel by itself. */
	async chooseAction(action: string): Promise<NodePanel> {
		await this.results.filter({ hasText: new RegExp(`^\\s*${action}\\s*$`) }).click();
		return await this.openedPanel();
	}

	/** A new workflow with the Arcules node, set to this action. */
	async newWorkflowWith(action: string): Promise<NodePanel> {
		await this.newWorkflow();
		await this.searchNodes('arcules');
		await this.chooseNode('Arcules');
		return await this.chooseAction(action);
	}

	private async addFromPanel(name: string, action: string): Promise<NodePanel> {
		await this.page.getByTestId('node-creator-search-bar').fill(name);
		await this.results.getByText(name, { exact: true }).click();
		await this.page.getByText(/^Actions \(\d+\)$/).waitFor();
		return await this.chooseAction(action);
	}

	private async openedPanel(): Promise<NodePanel> {
		const panel = new NodePanel(this.page);
		await panel.parameters.waitFor();
		return panel;
	}
}
