/** What is different about one host. A login goes in here and is never shown again. */
import { Switch } from '@base-ui/react/switch';
import type { HostInput, HostSettings } from '../../contract/host-settings.ts';
import { DraftForm, useDraft, useFirstField } from '../controls/draft-form.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useText } from '../controls/text.tsx';
import { blankHost, hostDraftOf, mostPerHost, readHost, type HostDraft } from '../input/host.ts';
import { saveHost } from '../state/commands.ts';
import { useConnection } from '../state/connection.ts';
import { useHosts } from '../state/hosts.ts';

interface HostFormProps {
  /** Null for one that is new. */
  readonly host: HostSettings | null;
  readonly onDone: () => void;
}

export function HostForm({ host, onDone }: HostFormProps) {
  const { t, format } = useText();
  const hosts = useHosts((state) => state.hosts);
  const first = useFirstField();
  const taken = hosts.filter(({ id }) => id !== host?.id).map((other) => other.host);
  const { draft, edit, reading, shown, attempt } = useDraft({
    initial: () => (host ? hostDraftOf(host) : blankHost),
    read: (typed: HostDraft) => readHost(typed, taken),
    canWait: (_problem, rested) => rested.host === '',
  });
  const hostProblem = shown('host');

  const save = (input: Omit<HostInput, 'id'>): Promise<boolean> => saveHost({ ...input, id: host?.id ?? crypto.randomUUID() });

  return (
    <DraftForm entry={reading.host} save={save} onAttempt={attempt} onDone={onDone}>
      <TextField
        label={t('hosts.host')}
        value={draft.host}
        onChange={(name) => edit({ host: name })}
        technical
        inputRef={first}
        hint={t('hosts.hostHint')}
        error={hostProblem && t(`hosts.problems.host.${hostProblem}`)}
      />
      <div className="form-pair">
        <TextField
          label={t('add.connections')}
          value={draft.connections}
          onChange={(connections) => edit({ connections })}
          technical
          placeholder={t('hosts.asSet')}
          hint={t('hosts.connectionsHint')}
          error={shown('connections') ? t('add.problems.connections') : null}
        />
        <TextField
          label={t('hosts.mostConnections')}
          value={draft.mostConnections}
          onChange={(mostConnections) => edit({ mostConnections })}
          technical
          placeholder={t('hosts.asSet')}
          hint={t('hosts.mostConnectionsHint')}
          error={
            shown('mostConnections')
              ? t('settings.problems.integer', { least: format.integer(1), most: format.integer(mostPerHost) })
              : null
          }
        />
        <TextField
          label={t('hosts.limitRate')}
          value={draft.limitRate}
          onChange={(limitRate) => edit({ limitRate })}
          technical
          placeholder={t('limit.none')}
          hint={t('hosts.limitRateHint')}
          error={shown('limitRate') ? t('settings.problems.bytes') : null}
        />
        <TextField
          label={t('hosts.userAgent')}
          value={draft.userAgent}
          onChange={(userAgent) => edit({ userAgent })}
          technical
          placeholder={t('hosts.asSet')}
        />
      </div>
      <h3 className="form-heading">{t('hosts.login')}</h3>
      <LoginFields draft={draft} edit={edit} kept={host?.login ?? null} problem={shown('user') === true} />
      <p className="form-note">{t('hosts.takesEffect')}</p>
    </DraftForm>
  );
}

interface LoginFieldsProps {
  readonly draft: HostDraft;
  readonly edit: (change: Partial<HostDraft>) => void;
  readonly kept: HostSettings['login'];
  readonly problem: boolean;
}

function LoginFields({ draft, edit, kept, problem }: LoginFieldsProps) {
  const { t } = useText();
  const sealed = useConnection((connection) => connection.info?.sealsSecrets ?? false);
  return (
    <>
      {kept !== null && (
        <p className="form-note" role="status">
          {draft.forget ? t('hosts.willForget') : t(`hosts.kept.${kept}`)}{' '}
          <button type="button" className="link-button" onClick={() => edit({ forget: !draft.forget })}>
            {draft.forget ? t('toast.undo') : t('hosts.forget')}
          </button>
        </p>
      )}
      <div className="form-pair">
        <TextField
          label={t('add.user')}
          value={draft.user}
          onChange={(user) => edit({ user })}
          technical
          error={problem ? t('hosts.problems.user') : null}
        />
        <TextField label={t('add.password')} value={draft.password} onChange={(password) => edit({ password })} type="password" technical />
      </div>
      <p className="form-note">{sealed ? t('hosts.sealed') : t('hosts.unsealed')}</p>
      <label className="switch-line">
        <Switch.Root className="switch" checked={draft.plainHttp} onCheckedChange={(plainHttp) => edit({ plainHttp })}>
          <Switch.Thumb className="switch-thumb" />
        </Switch.Root>
        {t('hosts.plainHttp')}
      </label>
    </>
  );
}
