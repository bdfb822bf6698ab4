"""Letters between offices: thirty a body, so about 3,000 at scale 1; most are acknowledged."""

from __future__ import annotations

from datetime import timedelta

from phoihop.dispatches import commands
from phoihop.site.country.making.scene import Scene
from phoihop.site.country.making.words import sentences

A_BODY = 30
PURPOSES = ("INFORM", "DO")


def fill(scene: Scene) -> int:
    """The lead writes to partners, partners to the lead."""
    chance = scene.chance("dispatches")
    topics = scene.topics()
    moments = scene.moments(scene.many(A_BODY), 120, chance)
    for number, at in enumerate(moments):
        topic, title, partner_id = topics[chance.randrange(len(topics))]
        from_lead = number % 3 != 2
        sender, recipient = (scene.lead_id, partner_id) if from_lead else (partner_id, scene.lead_id)
        code = commands.send_dispatch(
            sender_id=sender,
            recipient_ids=[recipient],
            purpose=chance.choice(PURPOSES),
            subject=f"Về việc: {title}"[:200],
            body=f"{sentences(chance, 3)} Đề nghị cơ quan xem và trả lời.",
            about=topic,
            dossier=topic,
            is_illustration=True,
            key=f"{scene.seed}/{scene.body.territory}/{number}",
            by=scene.by,
            at=at,
        ).code
        if chance.random() < 0.85:
            reader = scene.partner_of(partner_id) if from_lead else scene.officer()
            commands.acknowledge_dispatch(
                code=code,
                unit_id=recipient,
                reservation="",
                version=None,
                by=reader,
                at=min(at + timedelta(hours=chance.randrange(1, 70)), scene.now),
            )
    return len(moments)
