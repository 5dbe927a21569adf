import type { PrivacyRegister } from '#platform/privacy.ts';

const asAssessment = 'as the assessment';

export const privacy: PrivacyRegister = {
  tables: {
    assessments: {
      holds: 'that an organisation assessed its own work, and who began it',
      why: 'quality of mobility, and invitations to peer-learning clubs',
      keptFor: 'as long as the organisation takes part, to show its change over time',
      subject: 'person_id',
      after: { as: 'organisation' },
    },
    assessment_answers: {
      holds:
        'the state of an organisation’s work point by point, who answered and who was asked to look at it; nothing about pupils',
      why: 'to see one’s own quality and what is open',
      keptFor: asAssessment,
      subject: 'answered_by',
      after: { as: 'organisation' },
    },
    assessment_contributions: {
      holds: 'who answered which point when, and with which status',
      why: 'a team fills the questionnaire together and sees who knew what',
      keptFor: asAssessment,
      subject: 'person_id',
      after: { as: 'organisation' },
    },
    assessment_reviewers: {
      holds:
        'name, organisation and address of somebody from elsewhere whom a team has asked to look at its evidence',
      why: 'so that somebody who does not do the work confirms what is called documented',
      keptFor: asAssessment,
      subject: null,
      after: { as: 'organisation' },
    },
    assessment_shares: {
      holds: 'which colleague was asked to answer which criterion',
      why: 'each criterion is answered by the person who knows',
      keptFor: asAssessment,
      subject: 'person_id',
      after: { as: 'organisation' },
    },
    assessment_priorities: {
      holds: 'what an organisation wants to learn about with others',
      why: 'facilitators propose clubs from it',
      keptFor: asAssessment,
      subject: null,
      after: { as: 'organisation' },
    },
    assessment_wishes: {
      holds: 'which status an organisation wishes for, criterion by criterion',
      why: 'to see the way still to go',
      keptFor: asAssessment,
      subject: null,
      after: { as: 'organisation' },
    },
    assessment_texts: {
      holds: 'an organisation’s own words on quality standards, and who wrote them last',
      why: 'reports to those who fund the stays',
      keptFor: asAssessment,
      subject: 'edited_by',
      after: { as: 'organisation' },
    },
    status_proposals: {
      holds: 'that a closed plan brought a point forward, who closed it and who took it over',
      why: 'what was done in a club shows in the next assessment',
      keptFor: 'as long as the organisation takes part',
      subject: 'proposed_by',
      after: { as: 'organisation' },
    },
    benchmark_consents: {
      holds: 'whether an organisation lets itself be counted among others, and who decided it',
      why: 'nobody is counted without consent',
      keptFor: 'as long as the organisation takes part',
      subject: 'changed_by',
      after: { as: 'organisation' },
    },
    benchmark_publications: {
      holds: 'when organisations were counted',
      why: 'figures of groups beside one’s own results',
      keptFor: 'always: a day and a state',
      subject: null,
      after: { stays: 'a day and a state' },
    },
    benchmark_counted: {
      holds: 'which organisations the present figures count; no person and no page reads it',
      why: 'new figures appear only when five organisations differ, so that no difference tells of one',
      keptFor: 'until the next publication',
      subject: null,
      after: { as: 'organisation' },
    },
    benchmark_figures: {
      holds: 'numbers of organisations by status, of at least five organisations each',
      why: 'to see where others stand',
      keptFor: 'until the next publication',
      subject: null,
      after: { stays: 'sums of at least five organisations, until others take their place' },
    },
  },
};
