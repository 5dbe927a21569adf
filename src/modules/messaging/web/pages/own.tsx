import { orgRoles } from '#kernel/actor.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  CheckboxGroup,
  EmptyState,
  ErrorSummary,
  Facts,
  FieldSet,
  Form,
  Hidden,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  TextField,
} from '#ui/index.ts';
import { mailModes } from '../../core/index.ts';
import type { getSafeguarding, getSettings, listHeld } from '../../server/index.ts';
import { FileSize } from '../parts/file-size.tsx';
import { paths } from '../paths.ts';

const crumbs = (v: View) => ({
  breadcrumbs: [{ href: paths.threads.href(), label: v.t('messaging.list.title') }],
  breadcrumbsLabel: v.t('messaging.list.way'),
});

export function SettingsPage({
  v,
  settings: s,
}: {
  v: View;
  settings: ViewOf<typeof getSettings>;
}) {
  const href = paths.settings.href();
  const f = bind(v, href, {
    mail: s.mail,
    quietFrom: s.quietFrom,
    quietUntil: s.quietUntil,
  });
  return (
    <>
      <PageHead
        {...crumbs(v)}
        title={v.t('messaging.settings.title')}
        lead={<p>{v.t('messaging.settings.lead')}</p>}
      />
      <ErrorSummary title={v.t('messaging.write.errors')} errors={f.errors} />
      <Form action={href}>
        <RadioGroup
          {...f.text('mail')}
          label={v.t('messaging.settings.mail')}
          options={mailModes.map((mode) => ({
            value: mode,
            label: v.t(`messaging.settings.mode.${mode}`),
            hint: v.t(`messaging.settings.mode-hint.${mode}`),
          }))}
        />
        <FieldSet
          name="quiet"
          label={v.t('messaging.settings.quiet')}
          hint={v.t('messaging.settings.quiet-hint')}
        >
          <TextField {...f.text('quietFrom')} label={v.t('messaging.settings.from')} width={6} />
          <TextField {...f.text('quietUntil')} label={v.t('messaging.settings.until')} width={6} />
        </FieldSet>
        <p>
          {v.t('messaging.settings.clock', { zone: v.fmt.zone(s.timeZone) })}{' '}
          <a href={`${paths.clock.href()}#settings`}>{v.t('messaging.settings.clock-change')}</a>
        </p>
        <ButtonRow>
          <Button>{v.t('messaging.settings.save')}</Button>
        </ButtonRow>
      </Form>
      {s.orgs.length > 0 && (
        <Section title={v.t('messaging.safeguarding.title')}>
          <ul>
            {s.orgs.map((o) => (
              <li key={o.id}>
                <a href={paths.safeguarding.href({ orgId: o.id })}>{o.name}</a>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

export function SafeguardingPage({
  v,
  orgId,
  policy: p,
}: {
  v: View;
  orgId: string;
  policy: ViewOf<typeof getSafeguarding>;
}) {
  const href = paths.safeguarding.href({ orgId });
  const f = bind(v, href, {
    roles: p.personIds.length > 0 ? [] : p.roles,
    personIds: p.personIds,
  });
  const held = new Set(p.members.flatMap((m) => m.roles));
  const now =
    p.personIds.length > 0
      ? p.members.filter((m) => p.personIds.includes(m.id)).map((m) => m.name)
      : p.members.filter((m) => p.roles.some((r) => m.roles.includes(r))).map((m) => m.name);
  return (
    <>
      <PageHead
        {...crumbs(v)}
        kicker={p.org}
        title={v.t('messaging.safeguarding.title')}
        lead={<p>{v.t('messaging.safeguarding.lead')}</p>}
      />
      <ErrorSummary title={v.t('messaging.write.errors')} errors={f.errors} />
      {now.length > 0 ? (
        <p>{v.t('messaging.safeguarding.now', { who: v.fmt.list(now) })}</p>
      ) : (
        <Notice tone="late" title={v.t('messaging.safeguarding.nobody')}>
          <p>{v.t('messaging.safeguarding.nobody-text')}</p>
        </Notice>
      )}
      {p.mayChange ? (
        <Form action={href}>
          <Hidden name="version" value={String(p.version)} />
          <CheckboxGroup
            {...f.choices('roles')}
            label={v.t('messaging.safeguarding.roles')}
            options={orgRoles
              .filter((role) => held.has(role) || p.roles.includes(role))
              .map((role) => ({ value: role, label: v.t(`organisations.role.${role}`) }))}
          />
          <CheckboxGroup
            {...f.choices('personIds')}
            label={v.t('messaging.safeguarding.persons')}
            hint={v.t('messaging.safeguarding.persons-hint')}
            options={p.members.map((m) => ({ value: m.id, label: m.name }))}
          />
          <ButtonRow>
            <Button>{v.t('messaging.settings.save')}</Button>
          </ButtonRow>
        </Form>
      ) : (
        <p>{v.t('messaging.safeguarding.leaders')}</p>
      )}
    </>
  );
}

export function HeldPage({ v, held }: { v: View; held: ViewOf<typeof listHeld> }) {
  return (
    <>
      <PageHead
        {...crumbs(v)}
        title={v.t('messaging.held.title')}
        lead={<p>{v.t('messaging.held.lead')}</p>}
      />
      <ErrorSummary
        title={v.t('messaging.write.errors')}
        errors={v.form.faults.map((fault) => ({
          href: '#main',
          text: v.t(fault.reason, fault.params),
        }))}
      />
      {held.rows.length === 0 && (
        <EmptyState title={v.t('messaging.held.none')} text={v.t('messaging.held.none-text')} />
      )}
      {held.rows.map((m) => (
        <Section
          key={m.id}
          title={m.thread ? v.t('messaging.held.for', { subject: m.thread }) : m.subject}
          lead={
            <p>
              {v.t('messaging.held.from', {
                sender: m.sender,
                when: v.fmt.moment(m.at, held.timeZone),
              })}
            </p>
          }
        >
          <Facts
            items={[
              { label: v.t('messaging.held.why'), value: v.t(`messaging.held.reason.${m.reason}`) },
              {
                label: v.t('messaging.held.words'),
                value: (
                  <div class="talk-text" dir="auto">
                    {m.text}
                  </div>
                ),
              },
              ...(m.files.length > 0
                ? [
                    {
                      label: v.t('messaging.held.files'),
                      value: (
                        <>
                          <ul>
                            {m.files.map((f) => (
                              <li key={f.name}>
                                {f.name} <FileSize v={v} size={f.size} />
                              </li>
                            ))}
                          </ul>
                          {m.mayAccept && <p class="hint">{v.t('messaging.held.files-text')}</p>}
                        </>
                      ),
                    },
                  ]
                : []),
              ...(m.refused.length > 0
                ? [
                    {
                      label: v.t('messaging.held.refused'),
                      value: (
                        <ul>
                          {m.refused.map((f) => (
                            <li key={f.name}>
                              {v.t('messaging.held.file', {
                                name: f.name,
                                why: v.t(`messaging.file-fault.${f.fault}`),
                              })}
                            </li>
                          ))}
                        </ul>
                      ),
                    },
                  ]
                : []),
            ]}
          />
          <ButtonRow>
            {m.mayAccept && (
              <Form action={paths.acceptHeld.href({ heldId: m.id })}>
                <Button>{v.t('messaging.held.accept')}</Button>
              </Form>
            )}
            <Form action={paths.deleteHeld.href({ heldId: m.id })}>
              <Button kind="quiet">{v.t('messaging.held.delete')}</Button>
            </Form>
          </ButtonRow>
        </Section>
      ))}
    </>
  );
}
