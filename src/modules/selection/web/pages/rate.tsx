import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ConfirmPanel,
  EmptyState,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  RadioGroup,
  Section,
  TaskList,
  TextArea,
} from '#ui/index.ts';
import { conflictKinds } from '../../core/types.ts';
import type { getRating, listToRate } from '../../server/index.ts';
import { Crumbs, Faults, Paragraphs, Scale, said } from '../parts/words.tsx';
import { paths } from '../paths.ts';

type List = ViewOf<typeof listToRate>;
type Rating = ViewOf<typeof getRating>;

/** “Pupil K”, or the name where the round is not blind. */
export function pupilIn(v: View, p: { code: string; name: string | null }): string {
  return p.name
    ? v.t('selection.pupil.named', { name: p.name, code: p.code })
    : v.t('selection.pupil', { code: p.code });
}

export function ToRatePage({ v, list }: { v: View; list: List }) {
  const at = { roundId: list.id };
  const open = list.pupils.find((p) => !p.isComplete && !p.isLeftOut);
  const done = list.pupils.filter((p) => p.isComplete).length;
  const of = list.pupils.filter((p) => !p.isLeftOut).length;
  return (
    <>
      <PageHead
        kicker={list.intakeName}
        title={v.t('selection.rate.list-title')}
        lead={v.t('selection.rate.list-lead', { done, of, until: list.rateUntil })}
        actions={
          open &&
          list.state === 'rating' && (
            <LinkButton kind="primary" href={paths.rate.href({ ...at, code: open.code })}>
              {v.t(open.scored > 0 ? 'selection.rate.go-on' : 'selection.rate.begin', {
                pupil: pupilIn(v, open),
              })}
            </LinkButton>
          )
        }
        {...Crumbs(v, list, {
          rounds: paths.rounds.href({ intakeId: list.intakeId }),
          round: paths.round.href(at),
        })}
      />
      {list.state !== 'rating' && (
        <Notice tone="none" title={v.t(`selection.refused.is-${list.state}`)} />
      )}
      {list.pupils.length === 0 ? (
        <EmptyState
          title={v.t('selection.rate.empty')}
          text={v.t('selection.rate.empty-text', { school: list.school })}
        />
      ) : (
        <>
          <TaskList
            items={list.pupils.map((p) => ({
              id: p.code,
              title: pupilIn(v, p),
              href:
                list.state === 'rating' || list.state === 'calibrating'
                  ? paths.rate.href({ ...at, code: p.code })
                  : undefined,
              tone: p.isLeftOut ? 'none' : p.isComplete ? 'done' : p.scored > 0 ? 'now' : 'wait',
              statusText: p.isLeftOut
                ? v.t('selection.rate.left-out')
                : p.isComplete
                  ? v.t('selection.rate.complete')
                  : v.t('selection.rate.scored', { scored: p.scored, of: list.criteria }),
            }))}
          />
          <p>
            <a href={paths.criteria.href(at)}>{v.t('selection.criteria.link')}</a>
          </p>
        </>
      )}
    </>
  );
}

export function RatePage({ v, r }: { v: View; r: Rating }) {
  const at = { roundId: r.id, code: r.code };
  const canRate = r.state === 'rating' && !r.isLeftOut;
  return (
    <>
      <PageHead
        kicker={v.t('selection.rate.position', { position: r.position, of: r.of })}
        title={pupilIn(v, r)}
        {...(r.schoolClass ? { lead: r.schoolClass } : {})}
        breadcrumbs={[
          { href: paths.round.href({ roundId: r.id }), label: v.t('selection.round.crumb') },
          {
            href: paths.toRate.href({ roundId: r.id }),
            label: v.t('selection.rate.list-title'),
          },
        ]}
        breadcrumbsLabel={v.t('selection.crumbs')}
      />
      <Faults v={v} />
      {r.isLeftOut && (
        <Notice tone="none" title={v.t('selection.rate.left-out-title')}>
          <p>{v.t('selection.rate.left-out-text')}</p>
        </Notice>
      )}
      {r.words && (
        <Section title={v.t('selection.rate.words')}>
          <p>
            {r.isBlind && `${v.t('selection.rate.masked')} `}
            {canRate && <a href={paths.conflict.href(at)}>{v.t('selection.conflict.link')}</a>}
          </p>
          {r.words.parts.map((part) => (
            <Section key={part.id} title={part.title} level={3}>
              <Facts
                items={part.lines.map((line) => ({
                  label: line.question,
                  value: (
                    <Paragraphs
                      text={line.answer}
                      lang={r.words?.language === v.lang ? undefined : r.words?.language}
                    />
                  ),
                }))}
              />
            </Section>
          ))}
        </Section>
      )}
      {canRate && <RateForm v={v} r={r} />}
      {!canRate && !r.isLeftOut && (
        <Section title={v.t('selection.rate.own')}>
          <Facts
            items={r.criteria.map((c) => {
              const own = r.own.find((o) => o.criterion === c.key);
              return {
                label: said(v, c, 'title'),
                value: own?.points
                  ? v.t('selection.rate.said', { points: own.points, reason: own.reason })
                  : v.t('selection.rate.nothing-said'),
              };
            })}
          />
        </Section>
      )}
      <nav class="pager" aria-label={v.t('selection.rate.pager')}>
        {r.previous && (
          <a
            class="button is-quiet"
            rel="prev"
            href={paths.rate.href({ roundId: r.id, code: r.previous })}
          >
            {v.t('selection.previous', { code: r.previous })}
          </a>
        )}
        {r.next && (
          <a
            class="button is-quiet"
            rel="next"
            href={paths.rate.href({ roundId: r.id, code: r.next })}
          >
            {v.t('selection.following', { code: r.next })}
          </a>
        )}
      </nav>
    </>
  );
}

function RateForm({ v, r }: { v: View; r: Rating }) {
  const href = paths.rate.href({ roundId: r.id, code: r.code });
  const f = bind(v, href, {
    note: r.note,
    ...Object.fromEntries(
      r.own.flatMap((o, i) => [
        [`scores.${i}.points`, o.points],
        [`scores.${i}.reason`, o.reason],
      ]),
    ),
  });
  return (
    <Form action={href} id={`rate-${r.id}-${r.code}`} keep>
      <Section title={v.t('selection.rate.scores')} lead={v.t('selection.rate.scores-lead')}>
        {r.criteria.map((c, i) => (
          <Section key={c.key} level={3} title={said(v, c, 'title')}>
            <Hidden name={`scores.${i}.criterion`} value={c.key} />
            <Scale v={v} c={c} pointsMax={r.pointsMax} />
            <RadioGroup
              {...f.text(`scores.${i}.points`)}
              label={v.t('selection.rate.points', { criterion: said(v, c, 'title') })}
              inline
              options={Array.from({ length: r.pointsMax }, (_, n) => ({
                value: String(n + 1),
                label: String(n + 1),
              }))}
            />
            <TextArea
              {...f.text(`scores.${i}.reason`)}
              label={v.t('selection.rate.reason', { criterion: said(v, c, 'title') })}
              hint={v.t('selection.rate.reason-hint')}
              rows={2}
            />
          </Section>
        ))}
        {r.holdsInterview && (
          <TextArea
            {...f.text('note')}
            label={v.t('selection.rate.note')}
            hint={v.t('selection.rate.note-hint')}
            optionalLabel={v.t('selection.optional')}
            rows={5}
          />
        )}
      </Section>
      <ButtonRow>
        <Button name="do" value="next">
          {v.t('selection.rate.save-next')}
        </Button>
        <Button kind="quiet" name="do" value="list">
          {v.t('selection.rate.save-later')}
        </Button>
      </ButtonRow>
    </Form>
  );
}

export function ConflictPage({ v, r }: { v: View; r: Rating }) {
  const at = { roundId: r.id, code: r.code };
  const href = paths.conflict.href(at);
  const f = bind(v, href);
  return (
    <>
      <PageHead
        kicker={pupilIn(v, r)}
        title={v.t('selection.conflict.title')}
        breadcrumbs={[{ href: paths.rate.href(at), label: pupilIn(v, r) }]}
        breadcrumbsLabel={v.t('selection.crumbs')}
      />
      <Faults v={v} />
      <ConfirmPanel
        title={v.t('selection.conflict.question')}
        action={href}
        confirmText={v.t('selection.conflict.button')}
        cancelHref={paths.rate.href(at)}
        cancelText={v.t('selection.back')}
        fields={
          <RadioGroup
            {...f.text('kind')}
            label={v.t('selection.conflict.kind')}
            options={conflictKinds.map((kind) => ({
              value: kind,
              label: v.t(`selection.conflict.${kind.replaceAll('_', '-')}`),
            }))}
          />
        }
      >
        <p>{v.t('selection.conflict.text')}</p>
      </ConfirmPanel>
    </>
  );
}
