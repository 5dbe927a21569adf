export const memberStates = ['proposed', 'accepted', 'declined'] as const;
export type MemberState = (typeof memberStates)[number];

export const clubStates = ['forming', 'running'] as const;
export type ClubState = (typeof clubStates)[number];

/** Words in the languages in which the templates are complete. */
export type Words = { en: string; fr: string };

/** One line of a meeting's minute plan; minutes count from its beginning. */
export type AgendaLine = {
  start: number;
  end: number;
  lead: string;
  title: Words;
  how: Words;
};

export type MeetingTemplate = {
  id: string;
  number: number;
  title: Words;
  purpose: Words;
  agenda: AgendaLine[];
};

/** Who may be proposed: no answers and no statuses, only where the priorities point. */
export type Candidate = {
  personId: string;
  orgId: string;
  orgName: string;
};
