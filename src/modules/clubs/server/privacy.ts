import type { PrivacyRegister } from '#platform/privacy.ts';

export const privacy: PrivacyRegister = {
  tables: {
    clubs: {
      holds: 'name, theme and questions of a peer-learning club and who leads it',
      why: 'learning among peers about the quality of mobility',
      keptFor: 'two years after its last meeting',
      subject: 'facilitator_id',
    },
    club_members: {
      holds:
        'who was asked to join a club, for which organisation, and the answer; what a member shows the others (part, languages, address, what they offer, their priorities), of what they want to hear, and when they looked in last',
      why: 'to form the club and to invite its members',
      keptFor: 'as the club',
      subject: 'person_id',
    },
    club_meetings: {
      holds: 'which of its meetings a club has planned, and for a time a link to what was recorded',
      why: 'learning among peers',
      keptFor: 'as the club; the link to a recording until its last day',
      subject: null,
    },
    club_points: {
      holds: 'how long a point of the agenda was talked about',
      why: 'so that everybody in a meeting sees the same clock',
      keptFor: 'as the club',
      subject: null,
    },
    club_decisions: {
      holds: 'what a meeting of the club has decided, and who wrote it down',
      why: 'so that it can be read again',
      keptFor: 'as the club',
      subject: 'written_by',
    },
    club_recording_consents: {
      holds: 'who has agreed that a meeting is recorded',
      why: 'nobody is recorded who does not want it',
      keptFor: 'as the club',
      subject: 'person_id',
    },
    club_rooms: {
      holds: 'who sat with whom for a round of feedback',
      why: 'so that everybody gets feedback',
      keptFor: 'as the club',
      subject: 'person_id',
    },
    club_files: {
      holds: 'slides and papers that members share with their club',
      why: 'learning among peers',
      keptFor: 'as the club',
      subject: 'added_by',
    },
    action_plans: {
      holds: 'what somebody wants to move in their organisation, and what came of it',
      why: 'to be carried out, with the questions of others',
      keptFor: 'as the club; it stays its owner’s after they have left',
      subject: 'person_id',
    },
    plan_revisions: {
      holds: 'aim, measure and steps of a plan, as they stood at each revision',
      why: 'so that it can be seen what feedback has changed',
      keptFor: 'as the plan',
      subject: null,
    },
    plan_progress: {
      holds: 'how a plan was going, in its owner’s words',
      why: 'to notice in time what is stuck',
      keptFor: 'as the plan',
      subject: null,
    },
    plan_feedback: {
      holds: 'what somebody said as a critical friend about a plan',
      why: 'to make the plan better',
      keptFor: 'as the plan',
      subject: 'author_id',
    },
    club_votes: {
      holds: 'on which themes a member laid dots at the kick-off; only the sum is shown',
      why: 'to choose a theme together',
      keptFor: 'as the club',
      subject: 'person_id',
    },
    club_futures: {
      holds: 'what a member wants to do next, and with which organisations',
      why: 'so that what began in the club goes on',
      keptFor: 'as the club',
      subject: 'person_id',
    },
  },
};
