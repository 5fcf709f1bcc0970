/** Applications: a researcher's own, and for members of the committee and officers those that were submitted. */
import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import type { ApplicationId } from '../../shared/model/ids.ts'
import { useVisitor } from '../client/session.ts'
import { CommitteeDesk } from './CommitteeDesk.tsx'
import { CommitteeQueue } from './CommitteeQueue.tsx'
import { MyApplications } from './MyApplications.tsx'

export function ApplicationsRoom() {
  const { t } = useTranslation('applications')
  const visitor = useVisitor()
  const [location, go] = useLocation()
  const writes = visitor.roles.includes('researcher')
  const reads = visitor.roles.includes('committee') || visitor.roles.includes('officer')
  const side =
    writes && reads ? (
      <SegmentedControl
        value={location.startsWith('/committee') ? '/committee' : '/mine'}
        onChange={(value) => go(value)}
        data={[
          { value: '/mine', label: t('side.mine') },
          { value: '/committee', label: t('side.committee') },
        ]}
      />
    ) : null
  return (
    <Switch>
      {writes && (
        <Route path="/mine/:applicationId?">
          {({ applicationId = null }) => (
            <MyApplications
              side={side}
              chosen={applicationId as ApplicationId | null}
              onChoose={(id) => go(`/mine/${id}`)}
            />
          )}
        </Route>
      )}
      {reads && (
        <Route path="/committee/:applicationId">
          {({ applicationId }) => (
            <CommitteeDesk key={applicationId} applicationId={applicationId as ApplicationId} />
          )}
        </Route>
      )}
      {reads && (
        <Route path="/committee">
          <CommitteeQueue side={side} />
        </Route>
      )}
      <Route>
        <Redirect to={writes ? '/mine' : '/committee'} replace />
      </Route>
    </Switch>
  )
}
