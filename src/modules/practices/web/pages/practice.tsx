import { wordingFor } from '#modules/quality/core/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  NextStep,
  Notice,
  PageHead,
  PrintButton,
  Prose,
  Section,
} from '#ui/index.ts';
import { freshMonths, licenceAddress } from '../../core/rules.ts';
import { parts } from '../../core/types.ts';
import type { getPractice } from '../../server/index.ts';
import { marksText } from '../parts/cards.tsx';
import { paths, planHref } from '../paths.ts';

type Practice = ViewOf<typeof getPractice>;
type Part = { v: View; c: Practice };

/** Lines as they were typed; what begins with a dash or a number stays readable as such. */
function Written({ text, lang }: { text: string; lang: string | undefined }) {
  return (
    <Prose>
      <div lang={lang} dir="auto">
        {text.split(/\n{2,}/).map((block) => (
          <p key={block}>
            {block.split('\n').map((each, i) => (
              <>
                {i > 0 && <br />}
                {each}
              </>
            ))}
          </p>
        ))}
      </div>
    </Prose>
  );
}

export function PracticePage({ v, practice: c }: { v: View; practice: Practice }) {
  const at = { practiceId: c.id };
  const errors = [paths.mark, paths.share, paths.withdraw, paths.settle].flatMap(
    (path) => bind(v, path.href(at)).errors,
  );
  return (
    <>
      <PageHead
        kicker={v.t(`practices.state.${c.state}`)}
        title={c.title}
        lead={wordingFor(v.lang).criterion(c.criterionId).text}
        breadcrumbs={[{ href: paths.practices.href(), label: v.t('practices.catalogue.title') }]}
        breadcrumbsLabel={v.t('practices.crumbs')}
        actions={
          <>
            {c.can.change && (
              <LinkButton href={paths.edit.href(at)}>{v.t('practices.form.change')}</LinkButton>
            )}
            <PrintButton text={v.t('practices.print')} />
          </>
        }
      />
      <ErrorSummary title={v.t('practices.form.errors')} errors={errors} />
      {c.can.settle && (
        <Notice tone="late" title={v.t('practices.reports.here', { count: c.reported })}>
          <ButtonRow>
            <Form action={paths.settle.href(at)}>
              <Button kind="quiet">{v.t('practices.reports.stays')}</Button>
            </Form>
          </ButtonRow>
        </Notice>
      )}
      <Own v={v} c={c} />
      <Marks v={v} c={c} />
      {parts
        .filter((part) => c[part] !== '')
        .map((part) => (
          <Section key={part} title={v.t(`practices.part.${part}`)}>
            <Written text={c[part]} lang={c.language === v.lang ? undefined : c.language} />
          </Section>
        ))}
      <About v={v} c={c} />
    </>
  );
}

/** What its author does next with it. */
function Own({ v, c }: Part) {
  if (!c.mine) return null;
  const at = { practiceId: c.id };
  if (c.state === 'public') return null;
  return (
    <NextStep
      kicker={v.t('practices.next')}
      tone={c.state === 'draft' ? 'now' : 'wait'}
      title={v.t(`practices.next-${c.state}`, { club: c.clubName })}
      about={v.t(`practices.next-${c.state}-text`)}
      action={
        <ButtonRow>
          {c.can.share && (
            <Form action={paths.share.href(at)}>
              <Button>{v.t('practices.share.button', { club: c.clubName })}</Button>
            </Form>
          )}
          {c.can.release && (
            <LinkButton href={paths.release.href(at)}>{v.t('practices.release.title')}</LinkButton>
          )}
        </ButtonRow>
      }
    />
  );
}

function Marks({ v, c }: Part) {
  if (!c.can.mark) return null;
  const href = paths.mark.href({ practiceId: c.id });
  const mark = (value: string, label: string, kind?: 'primary' | 'quiet') => (
    <Form action={href}>
      <Hidden name="mark" value={value} />
      <Button {...(kind ? { kind } : {})}>{label}</Button>
    </Form>
  );
  return (
    <Section
      title={v.t('practices.mark.title')}
      lead={marksText(v, c) || v.t('practices.mark.lead')}
    >
      {c.ownMark && (
        <Notice tone="done" title={v.t(`practices.mark.own-${c.ownMark}`)}>
          {c.planIn.length > 0 ? (
            <ul>
              {c.planIn.map((club) => (
                <li key={club.id}>
                  <a href={planHref(club.id, c.id)}>
                    {v.t('practices.mark.plan', { club: club.name })}
                  </a>
                </li>
              ))}
            </ul>
          ) : (
            <p>{v.t('practices.mark.no-club')}</p>
          )}
        </Notice>
      )}
      <ButtonRow>
        {c.ownMark !== 'would_adopt' && mark('would_adopt', v.t('practices.mark.would-button'))}
        {c.ownMark !== 'adopted' && mark('adopted', v.t('practices.mark.have-button'), 'quiet')}
        {c.ownMark && mark('', v.t('practices.mark.neither'), 'quiet')}
      </ButtonRow>
    </Section>
  );
}

function About({ v, c }: Part) {
  const at = { practiceId: c.id };
  return (
    <Section title={v.t('practices.about')}>
      {c.old && <Notice tone="late" title={v.t('practices.old', { months: freshMonths })} />}
      <Facts
        items={[
          ...(c.by ? [{ label: v.t('practices.by'), value: c.by }] : []),
          ...(c.countryCode
            ? [{ label: v.t('practices.catalogue.country'), value: v.fmt.country(c.countryCode) }]
            : []),
          { label: v.t('practices.field.language'), value: v.fmt.language(c.language) },
          { label: v.t('practices.field.checkedOn'), value: v.fmt.date(c.checkedOn) },
          {
            label: v.t('practices.field.licence'),
            value: <a href={licenceAddress[c.licence]}>{v.t(`practices.licence.${c.licence}`)}</a>,
          },
          ...(c.state === 'public' && c.releasedOn
            ? [{ label: v.t('practices.released-on'), value: v.fmt.date(c.releasedOn) }]
            : []),
        ]}
      />
      <ButtonRow>
        {c.can.withdraw && (
          <LinkButton kind="danger" href={paths.withdraw.href(at)}>
            {v.t('practices.withdraw.open')}
          </LinkButton>
        )}
        {c.can.report && (
          <LinkButton kind="quiet" href={paths.report.href(at)}>
            {v.t('practices.report.open')}
          </LinkButton>
        )}
      </ButtonRow>
    </Section>
  );
}
