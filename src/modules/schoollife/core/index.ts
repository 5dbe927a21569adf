export { ideas, ideasFor, momentOf } from './rules.ts';
export { audiences, directions } from './types.ts';
