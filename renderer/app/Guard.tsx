import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../ui/Notice.tsx'
import styles from './Guard.module.css'

/** Keeps a bug in one room from taking the window down: says so and lets the person go on. */
export class Guard extends Component<{ children: ReactNode; resetOn?: string }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override componentDidUpdate(before: { resetOn?: string }) {
    if (this.state.broken && before.resetOn !== this.props.resetOn) this.setState({ broken: false })
  }

  override render() {
    if (!this.state.broken) return this.props.children
    return <Broken onRetry={() => this.setState({ broken: false })} />
  }
}

function Broken({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation('app')
  return (
    <div className={styles.broken} data-testid="room-broken">
      <Notice
        tone="danger"
        title={t('broken.title')}
        next={t('broken.next')}
        actions={
          <Button variant="default" onClick={onRetry}>
            {t('broken.retry')}
          </Button>
        }
      />
    </div>
  )
}
