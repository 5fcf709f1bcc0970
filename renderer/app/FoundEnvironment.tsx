import { Badge, Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Probe } from '../../shared/bridge/workbench-bridge.ts'
import { PROTOCOL_VERSION } from '../../shared/contract/protocol.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './Entrance.module.css'

/** Whether what answered can be talked to and shows no other key than before. */
export const canBeEntered = ({ protocol, trust }: Probe): boolean =>
  protocol === 'same' && trust !== 'changed'

/** What answered at an address: who it is, whether it can be talked to, whether it is the one it was. */
export function FoundEnvironment({ found, onEnter }: { found: Probe; onEnter: () => void }) {
  const { t } = useTranslation('app')
  const language = useLanguage()
  const { identity } = found
  const name = bilingual(language, identity, 'name')
  const versions = { service: identity.protocol, client: PROTOCOL_VERSION }
  const mayEnter = canBeEntered(found)
  return (
    <div className={styles.identity} data-testid="connect-found" data-trust={found.trust}>
      <div className={styles.identityName}>
        <span data-testid="connect-name">{name}</span>
        {identity.demonstration && <Badge color="grape">{t('demonstration.short')}</Badge>}
      </div>
      <div>
        <div className={styles.label}>{t('connect.fingerprint')}</div>
        <div className={styles.fingerprint} data-testid="connect-fingerprint">
          {inTwoRows(identity.fingerprint)}
        </div>
      </div>
      {found.protocol !== 'same' && (
        <Notice
          tone="danger"
          title={t(`connect.protocol.${found.protocol}.title`, versions)}
          next={t(`connect.protocol.${found.protocol}.next`)}
          testId="connect-protocol"
        />
      )}
      {found.trust === 'changed' && (
        <Notice
          tone="danger"
          title={t('connect.changed.title')}
          next={t('connect.changed.next')}
          testId="connect-changed"
        />
      )}
      {mayEnter && found.trust === 'succeeded' && (
        <Notice
          tone="info"
          title={t('connect.succeeded.title')}
          next={t('connect.succeeded.next')}
          testId="connect-succeeded"
        />
      )}
      {mayEnter && found.trust === 'new' && (
        <Notice
          tone={identity.demonstration ? 'info' : 'warning'}
          title={identity.demonstration ? t('demonstration.title') : t('connect.new.title')}
          next={identity.demonstration ? t('demonstration.next') : t('connect.new.next')}
        />
      )}
      {mayEnter && (
        <Group justify="flex-end">
          {/* A key never seen before is looked at first, but for what only has invented data. */}
          <Button
            size="sm"
            onClick={onEnter}
            autoFocus={found.trust !== 'new' || identity.demonstration}
            data-testid="connect-enter"
          >
            {found.trust === 'new' ? t('connect.trustAndEnter') : t('connect.enter')}
          </Button>
        </Group>
      )}
    </div>
  )
}

/** Sixteen groups in two rows of eight, as people compare them. */
function inTwoRows(fingerprint: string): string {
  const groups = fingerprint.split(' ')
  return `${groups.slice(0, 8).join(' ')}\n${groups.slice(8).join(' ')}`
}
