import { expect, it } from 'vitest';
import { shortHash } from './rules.ts';

it('shows enough of a hash to compare', () => {
  expect(shortHash('0123456789abcdef0123')).toBe('0123456789ab');
});
