"""The floor's SQL, written by hand: what the house asks for the same pages, in as few statements."""

from bench.store import IS_SQLITE, sql

ME = sql("""
    SELECT s.person_id AS id, p.name FROM user_session s JOIN person p ON p.id = s.person_id
    WHERE s.id_hash = :hash AND s.idle_until > :now AND s.absolute_until > :now""")

# --- kept by the floor from its start, as the house keeps them for half a minute --------------------

PLATES = sql("SELECT principle.id, no, title, theme.key FROM principle JOIN theme ON theme.id = principle.theme_id ORDER BY no")
THEMES = sql("SELECT key, name FROM theme ORDER BY id")
PLACES = sql("SELECT id, area_id, name FROM place WHERE NOT is_retired ORDER BY position, id")
AREAS = sql("SELECT slug, name FROM area ORDER BY sort_key, id")

# --- reading ---------------------------------------------------------------------------------------

AREA = sql("""
    SELECT area.id, area.slug, area.name, area.households, c.status, c.n FROM area
    LEFT JOIN area_count c ON c.area_id = area.id AND c.kind = 'idea' AND c.n > 0 WHERE area.slug = :slug""")

_ANSWERER = """CASE WHEN organ.kind = 'meeting' THEN coalesce((SELECT board.name FROM organ board WHERE board.kind = 'board'
    AND board.section_id = organ.section_id AND board.to_on IS NULL ORDER BY board.position, board.id LIMIT 1), organ.name)
    WHEN organ.kind <> 'residents' THEN organ.name END AS answerer"""

_LAP = """SELECT * FROM (SELECT id, {lap} AS lap, shuffle FROM item WHERE kind = 'idea' AND state = 'published' AND area_id = :area
    AND shuffle {side} :start ORDER BY shuffle {way}, id {way} LIMIT 21) lap_{lap}"""

_CARDS = """
    SELECT item.id, item.title, item.lang, item.state, item.next_kind, item.next_on, item.shuffle, chosen.lap, idea.stage,
        item_count.supports, organ.name AS decider, {answerer}, translation.title AS translated,
        (SELECT place.name FROM place JOIN place_link l ON l.place_id = place.id WHERE l.item_id = chosen.id
            ORDER BY place.position LIMIT 1) AS place,
        (SELECT string_agg(CAST(l.rank AS VARCHAR) || ':' || CAST(l.principle_id AS VARCHAR), ',') FROM principle_link l
            WHERE l.item_id = chosen.id) AS plates, {mine} AS is_mine
    FROM ({first} UNION ALL {second}) chosen
    JOIN item ON item.id = chosen.id JOIN idea ON idea.id = chosen.id JOIN item_count ON item_count.item_id = chosen.id
    JOIN area ON area.id = item.area_id LEFT JOIN organ ON organ.id = idea.decided_by_id
    LEFT JOIN translation ON translation.item_id = chosen.id AND translation.lang = 'da' AND item.lang <> 'da' {supports}
    ORDER BY chosen.lap, chosen.shuffle {way}, chosen.id {way}"""

_MY_SUPPORT = "LEFT JOIN support ON support.item_id = chosen.id AND support.person_id = :me"


def _cards(backwards: bool, signed_in: bool) -> str:
    way, near, far = ("DESC", "<=", ">") if backwards else ("ASC", ">=", "<")
    laps = {"first": _LAP.format(lap=0, side=near, way=way), "second": _LAP.format(lap=1, side=far, way=way)}
    mine = "support.person_id IS NOT NULL" if signed_in else "false"
    return sql(_CARDS.format(answerer=_ANSWERER, mine=mine, supports=_MY_SUPPORT if signed_in else "", way=way, **laps))


CARDS = {(backwards, signed_in): _cards(backwards, signed_in) for backwards in (False, True) for signed_in in (False, True)}

IDEA = sql(f"""
    SELECT item.id, item.ref, item.title, item.created_at, item.published_at, item.next_kind, item.next_on, idea.body_html, idea.stage,
        idea.decided_why, organ.name AS decider, {_ANSWERER}, area.id AS area_id, area.slug, area.name AS area, area.households,
        person.name AS author, n.supports, n.households AS supporting, n.comments, translation.title AS translated,
        (SELECT string_agg(CAST(l.rank AS VARCHAR) || ':' || CAST(l.principle_id AS VARCHAR), ',') FROM principle_link l
            WHERE l.item_id = idea.id) AS plates,
        (SELECT string_agg(CAST(l.place_id AS VARCHAR), ',') FROM place_link l WHERE l.item_id = idea.id) AS places,
        photo.file, photo.alt, photo.width, photo.height
    FROM item JOIN idea ON idea.id = item.id JOIN area ON area.id = item.area_id JOIN item_count n ON n.item_id = item.id
    LEFT JOIN translation ON translation.item_id = idea.id AND translation.lang = 'da' AND item.lang <> 'da'
    LEFT JOIN organ ON organ.id = idea.decided_by_id LEFT JOIN person ON person.id = item.author_id
    LEFT JOIN attachment photo ON photo.item_id = item.id
    WHERE idea.id = :id AND item.state = 'published' ORDER BY photo.id""")

EVENTS = sql("SELECT id, at, kind, payload FROM event WHERE item_id = :id ORDER BY id DESC")

TIES = sql("""
    SELECT (SELECT count(*) FROM support WHERE item_id = :id AND household_id IS NULL) AS without,
        EXISTS (SELECT 1 FROM support WHERE item_id = :id AND person_id = :me) AS is_mine,
        EXISTS (SELECT 1 FROM follow WHERE item_id = :id AND person_id = :me AND is_on) AS is_followed""")

_SHOWN = "item.state IN ('published', 'hidden')"
_TOPS = f"""
    SELECT comment.id FROM comment JOIN item ON item.id = comment.id JOIN item_count n ON n.item_id = comment.id
    WHERE comment.about_id = :id AND comment.thread_id IS NULL AND ({_SHOWN} OR (item.state = 'deleted' AND n.comments > 0))
    ORDER BY comment.rank, comment.id LIMIT 21"""
_TALK = """
    WITH tops AS ({tops}), chosen AS (SELECT id FROM tops UNION ALL SELECT id FROM (
        SELECT comment.id, row_number() OVER (PARTITION BY comment.thread_id ORDER BY comment.id) AS number
        FROM comment JOIN item ON item.id = comment.id WHERE comment.thread_id IN (SELECT id FROM tops) AND {shown}) r WHERE number <= 5)
    SELECT comment.id, person.name, organ.name AS organ, item.state, comment.meant_as, item.lang, comment.body_html, item.created_at,
        comment.thread_id, CASE WHEN comment.answers_id <> comment.thread_id THEN writer.name END AS answers_name,
        (SELECT c.reason_code FROM moderation_case c WHERE c.item_id = comment.id AND c.outcome = 'hide' ORDER BY c.id DESC LIMIT 1) AS why,
        n.thanks, n.comments AS replies, {thanked} AS is_thanked, translation.body_html AS translated, translator.name AS translator
    FROM chosen JOIN comment ON comment.id = chosen.id JOIN item ON item.id = chosen.id JOIN item_count n ON n.item_id = chosen.id
    LEFT JOIN person ON person.id = item.author_id LEFT JOIN organ ON organ.id = item.organ_id
    LEFT JOIN item answered ON answered.id = comment.answers_id LEFT JOIN person writer ON writer.id = answered.author_id
    LEFT JOIN translation ON translation.item_id = chosen.id AND translation.lang = 'da' AND item.lang <> 'da'
    LEFT JOIN person translator ON translator.id = translation.by_id {thanks} ORDER BY comment.rank, comment.id"""

_MY_THANKS = "LEFT JOIN thanks ON thanks.item_id = chosen.id AND thanks.person_id = :me"
TALK = sql(_TALK.format(tops=_TOPS, shown=_SHOWN, thanked="false", thanks=""))
MY_TALK = sql(_TALK.format(tops=_TOPS, shown=_SHOWN, thanked="thanks.person_id IS NOT NULL", thanks=_MY_THANKS))

# --- searching: the index of each database, as search/queries/index.py uses it -----------------------

_FTS = "SELECT rowid AS item_id FROM search_fts WHERE search_fts MATCH :{column} ORDER BY rowid DESC LIMIT :limit"
_GIN = """
    WITH sample AS (SELECT item_id, {passed} AS passed_over FROM search_document WHERE {column} @@ CAST(:{column} AS tsquery) LIMIT 2001),
        size AS (SELECT count(*) AS n FROM sample)
    SELECT item_id FROM (
        (SELECT item_id FROM sample WHERE (SELECT n FROM size) <= 2000 AND NOT passed_over ORDER BY item_id DESC LIMIT :limit) UNION ALL
        (SELECT item_id FROM search_document WHERE (SELECT n FROM size) > 2000 AND ts_match_vq({column}, CAST(:{column} AS tsquery))
            AND NOT {passed} ORDER BY item_id DESC LIMIT :limit)) both_ways ORDER BY item_id DESC LIMIT :limit"""
_COUNT_FTS = "SELECT count(*) AS n FROM (SELECT rowid FROM search_fts WHERE search_fts MATCH :text LIMIT 1001) hits"
_COUNT_GIN = "SELECT count(*) AS n FROM (SELECT 1 FROM search_document WHERE text @@ CAST(:text AS tsquery) LIMIT 1001) hits"

_IN_TITLE = _FTS.format(column="title") if IS_SQLITE else _GIN.format(column="title", passed="false")
IN_TITLE = sql(_IN_TITLE)
IN_TEXT = sql(_FTS.format(column="text") if IS_SQLITE else _GIN.format(column="text", passed="ts_match_vq(title, CAST(:text AS tsquery))"))
COUNT = sql(_COUNT_FTS if IS_SQLITE else _COUNT_GIN)


def hits(ids: list[int]) -> str:
    """What is shown of these items; whole numbers of our own."""
    return sql(f"""
        SELECT item.id, item.title, item.published_at, area.name AS area, idea.stage, idea.body, comment.body AS said,
            about.id AS about_id, about.title AS about
        FROM item JOIN area ON area.id = item.area_id LEFT JOIN idea ON idea.id = item.id LEFT JOIN comment ON comment.id = item.id
        LEFT JOIN item about ON about.id = comment.about_id
        WHERE item.id IN ({",".join(map(str, ids)) or "NULL"})""")


# --- the queue -------------------------------------------------------------------------------------

ROLE = sql("SELECT area_id FROM role WHERE person_id = :me AND kind IN ('moderator', 'administrator') AND to_on IS NULL")
_PART = """SELECT * FROM (SELECT id, rank - {more} AS rank FROM moderation_case WHERE outcome IS NULL AND {whose}
    ORDER BY moderation_case.rank, id LIMIT 51) {name}"""
_WAITING = (
    _PART.format(name="everybody", more=0, whose="(assignee_id IS NULL OR assignee_id <> :me)"),
    _PART.format(name="mine", more=200, whose="assignee_id = :me"),
)
CASES = sql(f"""
    SELECT c.id, shown.rank, item.title, item.lang, area.name AS area, item.kind, c.cause, c.opened_at, c.due_on, reader.id AS lease_by_id,
        reader.name AS reader
    FROM ({" UNION ALL ".join(_WAITING)}) shown JOIN moderation_case c ON c.id = shown.id JOIN item ON item.id = c.item_id
    JOIN area ON area.id = c.area_id LEFT JOIN person reader ON reader.id = c.lease_by_id AND c.lease_until > :now
    ORDER BY shown.rank, shown.id LIMIT 51""")
LENGTH = sql("SELECT count(*) AS n, min(opened_at) AS oldest FROM moderation_case WHERE outcome IS NULL")
CASE = sql("""
    SELECT c.id, c.item_id, c.area_id, c.row_version, c.opened_at, c.lease_until, item.title, item.lang, item.ref, item.state,
        item.created_at, item.row_version AS item_version, item.author_id, idea.body, idea.body_html, person.name AS author,
        area.name AS area, organ.name AS decider,
        (SELECT max(until) FROM mute WHERE person_id = item.author_id AND ended_at IS NULL AND (area_id IS NULL OR area_id = c.area_id))
            AS muted_until,
        EXISTS (SELECT 1 FROM role WHERE person_id = item.author_id AND kind IN ('moderator', 'administrator') AND to_on IS NULL)
            AS is_ours,
        EXISTS (SELECT 1 FROM item other WHERE other.author_id = item.author_id AND other.id <> item.id AND other.title = item.title
            AND other.created_at >= :since AND other.state <> 'deleted') AS is_repeated
    FROM moderation_case c JOIN item ON item.id = c.item_id JOIN idea ON idea.id = c.item_id JOIN area ON area.id = c.area_id
    LEFT JOIN person ON person.id = item.author_id LEFT JOIN organ ON organ.id = idea.decided_by_id WHERE c.id = :id""")
CASE_PLACES = sql("SELECT place.name FROM place JOIN place_link l ON l.place_id = place.id WHERE l.item_id = :id ORDER BY place.position")
CASE_PLATES = sql("SELECT principle_id FROM principle_link WHERE item_id = :id ORDER BY rank")
PHOTOS = sql("SELECT id, file, alt FROM attachment WHERE item_id = :id ORDER BY id")
TRANSLATIONS = sql("""
    SELECT translation.lang, translation.title, person.name FROM translation LEFT JOIN person ON person.id = translation.by_id
    WHERE translation.item_id = :id ORDER BY translation.lang""")
WAITING = sql("SELECT count(*) AS n FROM membership WHERE waits AND to_on IS NULL")
CHANGE = sql("SELECT title, body FROM version WHERE item_id = :id AND n IS NULL AND NOT is_declined")
EARLIER = sql("""
    SELECT c.outcome, c.reason_code, c.public_text, c.decided_at, person.name FROM moderation_case c
    LEFT JOIN person ON person.id = c.decided_by_id
    WHERE c.item_id = :id AND c.outcome IS NOT NULL AND c.outcome <> 'closed' ORDER BY c.id DESC LIMIT 5""")
NOTES = sql("""
    SELECT n.text, n.at, person.name FROM case_note n JOIN moderation_case c ON c.id = n.case_id
    LEFT JOIN person ON person.id = n.by_id WHERE c.item_id = :id ORDER BY n.id""")

_ONE, _TWO = ((_FTS.format(column=part) if IS_SQLITE else _IN_TITLE.replace(":title", f":{part}")) for part in ("one", "two"))
ALIKE = sql(f"""
    SELECT item.id, item.ref, item.lang, item.title, idea.body, n.supports
    FROM (SELECT * FROM ({_ONE}) one UNION SELECT * FROM ({_TWO}) two) found
    JOIN item ON item.id = found.item_id JOIN idea ON idea.id = item.id JOIN item_count n ON n.item_id = item.id
    JOIN idea mine ON mine.id = :id
    WHERE item.id <> :id AND item.state = 'published' AND idea.stage <> 'done'
        AND (idea.decided_by_id IS NULL OR mine.decided_by_id IS NULL OR idea.decided_by_id = mine.decided_by_id)
        AND NOT EXISTS (SELECT 1 FROM not_alike WHERE (lower_id = :id AND higher_id = item.id) OR (lower_id = item.id AND higher_id = :id))
        AND (item.author_id IS NULL OR item.author_id <> :me) AND NOT EXISTS (SELECT 1 FROM membership their JOIN membership my
            ON my.household_id = their.household_id AND my.person_id = :me AND my.to_on IS NULL AND NOT my.waits
            WHERE their.person_id = item.author_id AND their.to_on IS NULL AND NOT their.waits)""")

# --- writing: the rows and the counters, no event ----------------------------------------------------

AREA_OF = sql("SELECT area_id FROM item WHERE id = :id AND state = 'published'")
HOME = sql("SELECT household_id FROM membership WHERE person_id = :me AND area_id = :area AND to_on IS NULL AND NOT waits")
SUPPORT = sql("INSERT INTO support (item_id, person_id, household_id, at) VALUES (:id, :me, :home, :now) ON CONFLICT DO NOTHING")
SUPPORT_HOME = sql("""
    INSERT INTO support_household (item_id, household_id, n) VALUES (:id, :home, 1)
    ON CONFLICT (item_id, household_id) DO UPDATE SET n = support_household.n + 1 RETURNING n""")
COUNT_SUPPORT = sql("UPDATE item_count SET supports = supports + 1, households = households + :new WHERE item_id = :id")

REFERENCE = sql("""
    INSERT INTO reference_counter (year, last) VALUES (:year, 1)
    ON CONFLICT (year) DO UPDATE SET last = reference_counter.last + 1 RETURNING last""")
ITEM = sql("""
    INSERT INTO item (kind, ref, area_id, parent_id, author_id, lang, title, state, created_at, published_at, next_kind, next_on, shuffle,
        popularity, once, row_version)
    VALUES (:kind, :ref, :area, :parent, :me, 'da', :title, 'published', :now, :now, :next_kind, :next_on, :shuffle, 0, :once, 1)
    RETURNING id""")
NUMBERS = sql("INSERT INTO item_count (item_id) VALUES (:id)")
COMMENT = sql("""
    INSERT INTO comment (id, about_id, meant_as, rank, body, body_html, renderer_version, additions)
    VALUES (:id, :about, :meant_as, 1, :body, :html, 1, '[]')""")
COUNT_COMMENT = sql("UPDATE item_count SET comments = comments + 1 WHERE item_id = :id")
NEW_IDEA = sql("INSERT INTO idea (id, body, body_html, renderer_version, stage) VALUES (:id, :body, :html, 1, 'new')")
PLACE = sql("INSERT INTO place_link (item_id, place_id) VALUES (:id, :place)")
COUNT_IDEA = sql("""
    INSERT INTO area_count (area_id, kind, status, n) VALUES (:area, 'idea', 'waiting', 1)
    ON CONFLICT (area_id, kind, status) DO UPDATE SET n = area_count.n + 1""")
