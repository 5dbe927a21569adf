import { afterAll } from 'vitest';
import { closeAll } from './closing.ts';

// Vitest runs this file anew before each test file. Asked for inside a hook, an `afterAll` would never be heard.
afterAll(closeAll);
