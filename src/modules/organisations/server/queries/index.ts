export { listCountries, setCountrySource } from './countries.ts';
export * from './directory.ts';
export * from './networks.ts';
export * from './organisations.ts';
export * from './profiles.ts';
