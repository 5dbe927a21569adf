export { namesLanguage, type OwnTest, type Translation, testRows } from './schema.ts';
export type { OrientationKind } from './types.ts';
