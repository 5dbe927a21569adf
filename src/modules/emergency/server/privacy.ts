import type { PrivacyRegister } from '#platform/privacy.ts';

const asRota = 'thirteen months';
const asIncident = 'as the incident';

export const privacy: PrivacyRegister = {
  tables: {
    duty_groups: {
      holds: 'which organisations share duty, and the number that is answered at any hour',
      why: 'so that a pupil abroad reaches somebody at three in the morning',
      keptFor: 'as long as the organisations work together',
      subject: null,
      after: { as: 'organisation' },
    },
    duty_members: {
      holds: 'who shares duty, and the number they gave for it',
      why: 'to reach them on duty; pupils see the number of who is on duty',
      keptFor: 'until they leave the group',
      subject: 'person_id',
      after: { as: 'organisation' },
    },
    push_devices: {
      holds:
        'where the browser of somebody on duty is reached by its push service, and the browser’s keys for that',
      why: 'so that an alarm appears on the screen of a phone; the push service learns when, never what',
      keptFor:
        'until one signs out there or turns it off, at most as long as the session; at once when the browser is gone',
      subject: 'person_id',
    },
    duty_shifts: {
      holds: 'who is on duty when, and whether they asked to be relieved',
      why: 'so that there is always somebody, and gaps are seen before they come',
      keptFor: asRota,
      subject: 'person_id',
    },
    duty_absences: {
      holds: 'on which days somebody of a duty group is away',
      why: 'so that hours nobody can cover are seen in time',
      keptFor: asRota,
      subject: 'person_id',
    },
    duty_handovers: {
      holds: 'a note for whoever is on duty next',
      why: 'so that nothing is forgotten when duty changes',
      keptFor: asRota,
      subject: 'written_by',
    },
    incidents: {
      holds:
        'that an alarm was raised about a stay, who took it when, what kind it was and its report',
      why: 'to help at once, and to do better next time',
      keptFor: 'two years after it was closed',
      subject: 'pupil_id',
    },
    incident_lines: {
      holds: 'what was done in an incident, when and by whom; nobody can change it',
      why: 'so that everybody who helps knows what has been done',
      keptFor: asIncident,
      subject: 'person_id',
    },
    incident_tellings: {
      holds: 'who was told of an alarm, in which way, and whether it arrived',
      why: 'so that an alarm that does not arrive goes to the next person',
      keptFor: asIncident,
      subject: 'person_id',
    },
    incident_notes: {
      holds: 'confidential notes of an incident, sealed with the pupil’s own key',
      why: 'to help together, and to keep what hurts among those who help',
      keptFor: asIncident,
      subject: 'written_by',
    },
    emergency_cards: {
      holds:
        'insurance, the pupil’s number, and what the family wants a helper to know about health; sealed with the pupil’s own key',
      why: 'so that a pupil has it at hand in an emergency, and those on duty can call the insurer; words about health are for the family alone',
      keptFor: 'a month after the stay',
      subject: 'pupil_id',
    },
  },
};
