import { describe, expect, it } from 'vitest';
import type { OrgRole, PersonActor } from '#kernel/actor.ts';
import { visitor } from '#kernel/actor.ts';
import type { Decision } from '#kernel/decision.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { type Shares, taskById } from '#modules/partnerships/core/index.ts';
import { mayAddPupils, mayConsent, mayDecide, mayRemind, mayWrite } from './policy.ts';
import type { ApplicationParties } from './types.ts';

const parties: ApplicationParties = {
  pupilId: 'per_pupil',
  guardianIds: ['per_mother'],
  sendingSchoolId: 'org_school',
  sendingOrgId: 'org_support',
};
const who = (personId: PersonId, orgId?: OrgId, ...roles: OrgRole[]): PersonActor => ({
  kind: 'person',
  personId,
  name: 'Alex Example',
  language: 'en',
  isAdmin: false,
  orgs: orgId ? [{ orgId, roles }] : [],
});
const said = (d: Decision) =>
  d.allow
    ? 'yes'
    : d.hidden
      ? 'hidden'
      : d.reason.replace(/^(applications|partnerships)\.refused\./, '');

const sharesOf = (taskId: string): Shares => {
  const task = taskById(taskId);
  if (!task) throw new Error(taskId);
  return task.shares;
};

const everybody = {
  pupil: who('per_pupil'),
  mother: who('per_mother'),
  otherMother: who('per_stranger'),
  head: who('per_a', 'org_school', 'head'),
  coordinator: who('per_b', 'org_school', 'coordinator'),
  teacher: who('per_c', 'org_school', 'teacher'),
  mentor: who('per_d', 'org_school', 'mentor'),
  otherSchool: who('per_e', 'org_other', 'head'),
  support: who('per_f', 'org_support', 'head'),
  visitor,
};
const table = (ask: (actor: PersonActor | typeof visitor) => Decision) =>
  Object.fromEntries(Object.entries(everybody).map(([name, actor]) => [name, said(ask(actor))]));
const hiddenForOthers = {
  otherMother: 'hidden',
  mentor: 'hidden',
  otherSchool: 'hidden',
  visitor: 'hidden',
};

describe('who may', () => {
  it('decide: the head and the coordinator of the sending school', () => {
    expect(table((a) => mayDecide(a, parties))).toEqual({
      ...hiddenForOthers,
      pupil: 'school-decides',
      mother: 'school-decides',
      head: 'yes',
      coordinator: 'yes',
      teacher: 'head-or-coordinator',
      support: 'school-decides',
    });
  });
  it('write: the pupil alone', () => {
    expect(table((a) => mayWrite(a, parties))).toEqual({
      ...hiddenForOthers,
      pupil: 'yes',
      mother: 'only-pupil',
      head: 'only-pupil',
      coordinator: 'only-pupil',
      teacher: 'only-pupil',
      support: 'only-pupil',
    });
  });
  it('consent: guardians of a minor, the pupil of age', () => {
    expect(table((a) => mayConsent(a, parties, false))).toMatchObject({
      ...hiddenForOthers,
      pupil: 'consent-by-guardian',
      mother: 'yes',
      head: 'consent-by-family',
      support: 'consent-by-family',
    });
    expect(table((a) => mayConsent(a, parties, true))).toMatchObject({
      pupil: 'yes',
      mother: 'consent-by-pupil',
    });
  });
  it('remind: the school and who supports it', () => {
    expect(table((a) => mayRemind(a, parties, sharesOf('remind-applicants')))).toMatchObject({
      teacher: 'yes',
      support: 'yes',
      pupil: 'hidden',
      mother: 'hidden',
      otherSchool: 'hidden',
    });
  });
  it('remind: who of them does it by their table', () => {
    const shares = { ...sharesOf('remind-applicants'), does: ['sending-support' as const] };
    expect(table((a) => mayRemind(a, parties, shares))).toMatchObject({
      teacher: 'task-elsewhere',
      support: 'yes',
      otherSchool: 'hidden',
    });
  });
  it('add pupils: the supporting organisation, when the two agreed so', () => {
    const at = {
      schoolId: 'org_school' as OrgId,
      schoolTakesPart: true,
      otherParties: ['org_support' as OrgId],
      schoolDoes: false,
      supportingDo: ['org_support' as OrgId],
    };
    expect(said(mayAddPupils(everybody.teacher, at))).toBe('task-elsewhere');
    expect(said(mayAddPupils(everybody.support, at))).toBe('yes');
    expect(said(mayAddPupils(everybody.otherSchool, at))).toBe('hidden');
  });
  it('add pupils: the own school, and only when it is in the project', () => {
    const at = {
      schoolId: 'org_school' as OrgId,
      schoolTakesPart: true,
      otherParties: ['org_support' as OrgId],
      schoolDoes: true,
      supportingDo: [],
    };
    expect(said(mayAddPupils(everybody.teacher, at))).toBe('yes');
    expect(said(mayAddPupils(everybody.support, at))).toBe('own-school-adds');
    expect(said(mayAddPupils(everybody.otherSchool, at))).toBe('hidden');
    expect(said(mayAddPupils(everybody.teacher, { ...at, schoolTakesPart: false }))).toBe(
      'own-school-adds',
    );
  });
});
