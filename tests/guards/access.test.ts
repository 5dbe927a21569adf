import { describe, expect, it } from 'vitest';
import {
  accessOf,
  accessTable,
  partyRoles,
  phases,
  rolesThatSee,
  sensitivities,
} from '#modules/mobilities/core/index.ts';

const word = { none: '–', read: 'read', write: 'WRITE' } as const;
const short = { before_match: 'before', placed: 'placed', abroad: 'abroad', returned: 'returned' };

/** One line a role and part of the dossier; phases with the same answer are said once. */
function inWords(): string {
  return partyRoles
    .flatMap((role) =>
      sensitivities.map((part) => {
        const answers = phases.map((phase) => ({ phase, access: accessOf(role, part, phase) }));
        const first = answers[0]?.access ?? 'none';
        const same = answers.every((a) => a.access === first);
        const said = same
          ? word[first]
          : answers.map((a) => `${short[a.phase]} ${word[a.access]}`).join(', ');
        const nothing = same && first === 'none';
        return nothing ? '' : `${role.padEnd(16)}${part.padEnd(13)}${said}`;
      }),
    )
    .filter((line) => line !== '')
    .join('\n');
}

// A change of who sees what must be made twice: in the table, and here in words, where a reader notices it.
describe('who sees what of a dossier', () => {
  it('is exactly this', () => {
    expect(inWords()).toMatchInlineSnapshot(`
      "pupil           contact      read
      pupil           profile      WRITE
      pupil           placement    WRITE
      pupil           learning     WRITE
      pupil           travel       WRITE
      pupil           support      WRITE
      guardian        contact      read
      guardian        profile      read
      guardian        placement    WRITE
      guardian        learning     WRITE
      guardian        travel       read
      sending_school  contact      read
      sending_school  profile      read
      sending_school  placement    read
      sending_school  learning     WRITE
      sending_school  travel       WRITE
      sending_school  support      read
      sending_school  money        WRITE
      host_school     contact      before –, placed read, abroad read, returned read
      host_school     profile      read
      host_school     placement    WRITE
      host_school     learning     WRITE
      host_school     travel       before –, placed read, abroad read, returned read
      sending_support contact      read
      sending_support profile      read
      sending_support placement    read
      sending_support learning     read
      sending_support travel       WRITE
      sending_support support      read
      hosting_support contact      read
      hosting_support profile      read
      hosting_support placement    WRITE
      hosting_support learning     read
      hosting_support travel       WRITE
      hosting_support support      WRITE
      host_family     contact      before –, placed read, abroad read, returned read
      host_family     profile      before –, placed read, abroad read, returned read
      host_family     placement    before –, placed WRITE, abroad WRITE, returned WRITE
      host_family     travel       before –, placed read, abroad read, returned read
      mentor          contact      read
      mentor          profile      read
      mentor          learning     WRITE
      contact_teacher contact      read
      contact_teacher profile      read
      contact_teacher learning     WRITE
      contact_teacher travel       read
      contact_person  contact      before –, placed read, abroad read, returned read
      contact_person  profile      before –, placed read, abroad read, returned read
      contact_person  placement    before –, placed read, abroad read, returned read
      contact_person  travel       before –, placed read, abroad read, returned read
      contact_person  support      before –, placed WRITE, abroad WRITE, returned WRITE"
    `);
  });

  it('says nothing about a role, part or phase that does not exist', () => {
    for (const row of accessTable) {
      expect(partyRoles).toContain(row.role);
      for (const phase of row.phases) expect(phases).toContain(phase);
      for (const part of Object.keys(row.access)) expect(sensitivities).toContain(part);
    }
  });

  it('gives every role and phase an answer, and write never to somebody who may not read', () => {
    for (const role of partyRoles)
      for (const part of sensitivities)
        for (const phase of phases) {
          const access = accessOf(role, part, phase);
          expect(['none', 'read', 'write']).toContain(access);
          expect(rolesThatSee(part, phase).includes(role), `${role} ${part} ${phase}`).toBe(
            access !== 'none',
          );
        }
  });

  it('shows safeguarding to nobody, since no part of the product keeps it yet', () => {
    for (const phase of phases) expect(rolesThatSee('safeguarding', phase)).toEqual([]);
  });

  it('never shows a host family what a pupil learns, what support they get or what it costs', () => {
    for (const phase of phases)
      for (const part of ['learning', 'support', 'money', 'safeguarding'] as const)
        expect(accessOf('host_family', part, phase), `${part} ${phase}`).toBe('none');
  });

  it('tells a host family nothing about a pupil before they are matched', () => {
    for (const part of sensitivities)
      expect(accessOf('host_family', part, 'before_match'), part).toBe('none');
  });

  it('shows money to the sending school alone', () => {
    for (const phase of phases) expect(rolesThatSee('money', phase)).toEqual(['sending_school']);
  });

  it('keeps check-ins from guardians, host school, mentor and teachers', () => {
    for (const phase of phases)
      for (const role of ['guardian', 'host_school', 'mentor', 'contact_teacher'] as const)
        expect(accessOf(role, 'support', phase), `${role} ${phase}`).toBe('none');
  });
});
