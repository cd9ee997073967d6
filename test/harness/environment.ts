// Runs before each test file, so that n8n-core finds its settings whichever module of it a test loads first.
import { removeUserFolder } from '../../dev/engine/environment';

afterAll(removeUserFolder);
