export { doerChoices, type LoadedCase, loadCase, rolesIn } from './case.ts';
export * from './rows.ts';
export {
  openEffect,
  openWhat,
  openWish,
  sealEffect,
  sealWhat,
  sealWish,
} from './sealed.ts';
