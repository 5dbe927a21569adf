import { adaptingOrgs, type RequestState, type RequestSummary } from '#modules/forms/core/index.ts';
import { formsPaths, RequestList } from '#modules/forms/web/index.ts';
import type { View } from '#platform/http/page.ts';
import { LinkButton, Section } from '#ui/index.ts';
import { askKinds } from '../../core/schema.ts';
import { paths } from '../paths.ts';

const answeredOrWaiting: readonly RequestState[] = ['asked', 'opened', 'draft', 'submitted'];

/** Who still has to say something about the pupil, who has, and whom nobody has asked yet. */
export function AskedPanel({
  v,
  applicationId,
  requests,
  mayAsk,
  isOfAge,
}: {
  v: View;
  applicationId: string;
  requests: readonly RequestSummary[];
  mayAsk: boolean;
  isOfAge: boolean;
}) {
  const at = { applicationId };
  const wanted = askKinds.filter((what) => !(isOfAge && what === 'family-part'));
  const missing = wanted.filter(
    (what) =>
      !requests.some((r) => r.capacity === what && answeredOrWaiting.includes(r.state) && !r.over),
  );
  if (requests.length === 0 && !mayAsk) return null;
  return (
    <Section
      id="asked"
      title={v.t('applications.asked.title')}
      lead={
        mayAsk && missing.length > 0 ? (
          <p>
            {v.t('applications.asked.missing', {
              who: v.fmt.list(missing.map((what) => v.t(`applications.asked.who.${what}`))),
            })}
          </p>
        ) : undefined
      }
    >
      {requests.length > 0 && (
        <RequestList
          v={v}
          requests={requests}
          back={`${paths.application.href(at)}#asked`}
          capacityOf={(what) => v.t(`applications.asked.who.${what}`)}
        />
      )}
      {mayAsk && (
        <div class="button-row">
          {wanted.map((what) => (
            <LinkButton key={what} href={paths.ask.href({ ...at, what })}>
              {v.t(`applications.asked.ask.${what}`)}
            </LinkButton>
          ))}
        </div>
      )}
      {adaptingOrgs(v.actor).length > 0 && (
        <p>
          <a href={formsPaths.forms.href()}>{v.t('forms.list.forms')}</a>
        </p>
      )}
    </Section>
  );
}
