export { displayName, initialsOf, safeNext } from './rules.ts';
