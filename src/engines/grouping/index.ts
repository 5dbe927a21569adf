/**
 * Brings people together who want to learn the same: groups of five to eight that share a language, an hour and a theme,
 * one of an organisation, with a proof of how many can be placed at all. It knows weeks and wishes, not schools; README.md.
 */
export { groupPeers, sameGroups } from './group.ts';
export { type Experience, type Level, type Limits, levels, type Peer, startsOf } from './model.ts';
export { type GroupFault, groupFaults, settleGroup, whoFits } from './settle.ts';
export { clockMoves, commonWeek, type WeekPlan } from './week.ts';
