import { contactPath, partnershipPaths } from '#modules/partnerships/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  CheckboxGroup,
  EmptyState,
  ErrorSummary,
  Form,
  LinkButton,
  Notice,
  PageHead,
  Section,
  TextArea,
} from '#ui/index.ts';
import type { getWrapUp } from '../../server/index.ts';
import { paths } from '../paths.ts';

/** What everybody wants to do next. Where two would like to work together, a partnership begins from here. */
export function WrapUpPage({
  v,
  wrapUp: w,
  clubId,
}: {
  v: View;
  wrapUp: ViewOf<typeof getWrapUp>;
  clubId: string;
}) {
  const href = paths.wrapUp.href({ clubId });
  const f = bind(v, href, { text: w.own?.text, withOrgs: w.own?.withOrgs });
  const answers =
    v.actor.kind === 'person' &&
    v.actor.orgs.some(
      (o) => o.orgId === w.ownOrgId && o.roles.some((r) => r === 'head' || r === 'coordinator'),
    );
  return (
    <>
      <PageHead
        title={v.t('clubs.wrap-up.title')}
        lead={v.t('clubs.wrap-up.lead')}
        breadcrumbs={[
          { href: paths.clubs.href(), label: v.t('clubs.nav') },
          { href: paths.club.href({ clubId }), label: w.name },
        ]}
        breadcrumbsLabel={v.t('clubs.crumbs')}
      />
      <ErrorSummary
        title={v.t('clubs.form.errors')}
        errors={[...f.errors, ...bind(v, paths.end.href({ clubId })).errors]}
      />
      <Section title={v.t('clubs.wrap-up.futures')}>
        {w.futures.length === 0 && (
          <EmptyState
            level={3}
            title={v.t('clubs.wrap-up.none')}
            text={v.t('clubs.wrap-up.none-text')}
          />
        )}
        {w.futures.map((each) => (
          <Section
            key={each.who}
            level={3}
            title={[each.who, each.organisation].filter(Boolean).join(', ')}
          >
            <p class="as-typed" dir="auto">
              {each.text}
            </p>
            {each.withOrgs.length > 0 && (
              <p class="hint">
                {v.t('clubs.wrap-up.with', {
                  organisations: v.fmt.list(each.withOrgs.map((o) => o.name)),
                })}
              </p>
            )}
            {each.orgId && (
              <Notice
                tone={each.mutual ? 'done' : 'now'}
                title={v.t(each.mutual ? 'clubs.wrap-up.mutual' : 'clubs.wrap-up.names-you', {
                  organisation: each.organisation,
                })}
              >
                {answers ? (
                  <ButtonRow>
                    <LinkButton href={partnershipPaths.propose.href({ orgId: each.orgId })}>
                      {v.t('clubs.wrap-up.propose')}
                    </LinkButton>
                    <LinkButton kind="quiet" href={contactPath(each.orgId)}>
                      {v.t('clubs.wrap-up.write')}
                    </LinkButton>
                  </ButtonRow>
                ) : (
                  <p>{v.t('clubs.wrap-up.ask-head')}</p>
                )}
              </Notice>
            )}
          </Section>
        ))}
      </Section>
      {w.ownOrgId && w.state !== 'archived' && (
        <Section title={v.t('clubs.wrap-up.yours')}>
          <Form action={href}>
            <TextArea
              {...f.text('text')}
              label={v.t('clubs.wrap-up.text')}
              hint={v.t('clubs.wrap-up.hint')}
              rows={4}
            />
            {w.organisations.length > 0 && (
              <CheckboxGroup
                {...f.choices('withOrgs')}
                label={v.t('clubs.wrap-up.with-whom')}
                hint={v.t('clubs.wrap-up.with-hint')}
                options={w.organisations.map((o) => ({ value: o.id, label: o.name }))}
              />
            )}
            <ButtonRow>
              <Button>{v.t('clubs.wrap-up.save')}</Button>
            </ButtonRow>
          </Form>
        </Section>
      )}
      {w.owns && w.state === 'running' && (
        <Section title={v.t('clubs.wrap-up.end')} lead={v.t('clubs.wrap-up.end-lead')}>
          {w.openPlans.length > 0 && (
            <p>{v.t('clubs.wrap-up.open-plans', { who: v.fmt.list(w.openPlans) })}</p>
          )}
          {w.meetingsAhead > 0 ? (
            <p>{v.t('clubs.invalid.meeting-ahead')}</p>
          ) : (
            <Form action={paths.end.href({ clubId })}>
              <Button kind="quiet">{v.t('clubs.wrap-up.end-button')}</Button>
            </Form>
          )}
        </Section>
      )}
    </>
  );
}
