import type { OrgId } from '#kernel/ids.ts';

/** The four organisations that share a mobility. In a partnership a school and a supporting organisation have two of them. */
export const taskParties = [
  'sending-school',
  'sending-support',
  'hosting-support',
  'host-school',
] as const;
export type TaskParty = (typeof taskParties)[number];

export const shareKinds = ['does', 'approves', 'asked', 'told'] as const;
export type ShareKind = (typeof shareKinds)[number];

/** Who does a task, who approves it, who is asked before, who is told after. */
export type Shares = Record<ShareKind, TaskParty[]>;

export type TaskList = 'school' | 'support' | 'programme' | 'product';
export type Task = {
  id: string;
  /** in which part the two partners have it: as those who send pupils, or as those who host them */
  side: 'sending' | 'hosting';
  /** where it comes from: the two role lists, the rules of the programme, daily work in the product */
  list: TaskList;
  /** stays with the schools, whatever the partners agree (rule of the programme) */
  core: boolean;
  /** stays with the supporting organisation, so that the pupil talks with somebody apart from school and family (SEED000) */
  apart: boolean;
  shares: Shares;
  /** steps of the timeline that it covers */
  steps: string[];
  source: string[];
  certainty: string;
};

/** A school and a supporting organisation, or two schools. */
export type PartnershipKind = 'support' | 'schools';

/** What a decision about a partnership is made on. */
export type PartnershipSides = { firstOrgId: OrgId; secondOrgId: OrgId };

/** Fields of the cooperation agreement that are free words, in the order they are read. */
export const wordFields = [
  'tasks',
  'quality',
  'failure',
  'cancellation',
  'firstGoals',
  'secondGoals',
  'channels',
  'payment',
  'other',
] as const;
export type WordField = (typeof wordFields)[number];

/** What the programme wants in writing where its money pays for the service. */
export const paidFields = ['tasks', 'quality', 'failure', 'cancellation'] as const;

/** What the two write together. Days are `YYYY-MM-DD`, '' while not chosen. */
export type AgreementWords = Record<WordField, string> & {
  paid: boolean;
  languages: string[];
  renewsOn: string;
};

export type OrgFacts = {
  id: string;
  kind: string;
  name: string;
  city: string;
  country: string;
  oid: string | null;
};

/** What both read and accept, as it stood when it was put to them. Its hash stands beside each acceptance. */
export type FrozenAgreement = {
  form: 'sojourn-cooperation-agreement/1';
  partnershipId: string;
  number: number;
  kind: PartnershipKind;
  first: OrgFacts;
  second: OrgFacts;
  words: AgreementWords;
  changeReason: string;
};

/** What a decision is about; core topics are decided by the school (rule of the programme). */
export const decisionTopics = ['host', 'agreement', 'money', 'reports', 'other'] as const;
export type DecisionTopic = (typeof decisionTopics)[number];

/** A thing decisions are asked for about, as somebody may see it. */
export type DecisionSubject = {
  /** what it is called, for a page and a mail: no more than who shares it may know */
  label: string;
  href: string;
  /** the organisations that share it */
  orgs: { orgId: OrgId; name: string; kind: string }[];
};
