export { getCosts } from './costs.ts';
export { listDuties } from './duties.ts';
export { getContact, getForFamily } from './families.ts';
export {
  fewerOpportunitiesOf,
  getDrafting,
  getMeasure,
  getPlan,
  getShare,
  listPlans,
} from './plans.ts';
