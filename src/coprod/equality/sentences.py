"""
All that the checks that ship can say, in one place: to be read aloud, graded and translated.

A place such as `{rate[least]:percent}` is filled by a measure, `{least}` by a word of the finding. Those named for a
status are said by default. A sentence names no person, blames no group, and reads at the eighth grade or below.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["PHRASES", "SENTENCES"]

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "experience": {
        "even": "At {when} about as many people in every group of three or more felt valued, listened "
        "to, able to contribute and at ease. For instance, {rate[asked]:percent} {question}.",
        "even on some": "At {when} {rate[asked]:percent} {question}, about as many in every group of three or more. "
        "There are questions that we cannot compare.",
        "watch": "At {when} {rate[least]:percent} of the group “{least}” {question}, and "
        "{rate[asked]:percent} of everyone. That can be chance.",
        "uneven": "At {when} {rate[least]:percent} of the group “{least}” {question}, and "
        "{rate[asked]:percent} of everyone.",
        "nobody": "At {when} nobody gave 4 or 5 of 5 when asked if they {question}.",
        "one group": "At {when} {rate[asked]:percent} {question}. There are no two groups large enough to compare.",
        "then and now": "Over all four questions, the group “{risen}” gave 4 or 5 of 5 in "
        "{felt[risen_then]:percent} of its answers at first, and in {felt[risen_now]:percent} at {when}. In the group "
        "“{other}” it was {felt[other_then]:percent} and {felt[other_now]:percent}.",
        "then and now, one": "Over all four questions, {felt[risen_then]:percent} of the answers of the group "
        "“{risen}” were 4 or 5 of 5 at first. At {when} it was {felt[risen_now]:percent}.",
        "fell": "Fewer in the group “{fell}” {fell_so} than at first. It was {felt[fell_then]:percent} and is "
        "{felt[fell_now]:percent}.",
        "added little": "There are {told_otherwise[contributed].n} notes from gatherings that set out to decide "
        "together. {told_otherwise[contributed]} of them gave 1 or 2 of 5 when asked if people could add much.",
        "not at ease": "There are {told_otherwise[safe].n} notes from gatherings that agreed together how to talk. "
        "{told_otherwise[safe]} of them gave 1 or 2 of 5 when asked if people felt at ease.",
        "later": "A later gathering has too few notes to show.",
        "too few": "Too few notes on how it felt are on record yet.",
        "unknown": "Nobody has said yet how it feels to be here.",
    },
    "being-heard": {
        "even": "Views get an answer about as often in every group of three or more: {response_rate:percent} of "
        "{response_rate.n} did.",
        "waiting": "{response_rate:percent} of {response_rate.n} views that ask for an answer got one. For {waiting} "
        "no answer and no end is on record.",
        "ended": "{response_rate:percent} of {response_rate.n} views that ask for an answer got one in words. How the "
        "others ended is on record.",
        "watch": "In the group “{least}”, {response_rate[least]:percent} of views got an answer, against "
        "{response_rate:percent} of all views. That can be chance.",
        "uneven": "In the group “{least}”, {response_rate[least]:percent} of views got an answer, against "
        "{response_rate:percent} of all views.",
        "no answers": "Views that ask for an answer: {response_rate.n}. No answer is on record yet.",
        "differ": "Of {told_otherwise.n} views whose author told us how it ended, {told_otherwise} ended otherwise "
        "than on record.",
        "unknown": "No view that asks for an answer is on record yet.",
    },
    "safe-space": {
        "even": "At {when} {rate:percent} felt at ease, about as many in every group.",
        "watch": "At {when} {rate[least]:percent} of the group “{least}” felt at ease, and "
        "{rate:percent} of everyone. That can be chance.",
        "uneven": "At {when} {rate[least]:percent} of the group “{least}” felt at ease, and "
        "{rate:percent} of everyone.",
        "nobody": "At {when} nobody gave 4 or 5 of 5 when asked if they felt at ease.",
        "one group": "At {when} {rate:percent} felt at ease. There are no two groups large enough to compare.",
        "later": "A later gathering has too few notes to show.",
        "too few": "Too few notes on how it felt are on record yet.",
        "could not": "At least once, {could_not_come} of {could_not_come.n} people could not come.",
        "could not, by group": "At least once, {could_not_come} of {could_not_come.n} people could not come. In the "
        "group “{away}” it is {could_not_come[away]} of {could_not_come[away].n}.",
        "not asked": "At least once, {not_asked} of {not_asked.n} people were not asked to come.",
        "not asked, by group": "At least once, {not_asked} of {not_asked.n} people were not asked to come. In the "
        "group “{unasked}” it is {not_asked[unasked]} of {not_asked[unasked].n}.",
        "unknown": "Nobody has said yet if they feel at ease here.",
    },
    "access": {
        "even": "All {rate.n} people who need something to take part say they got it each time.",
        "some asked": "All {rate.n} people who told us say they got what they need each time. We heard from "
        "{asked:percent} of those who need something.",
        "some": "{rate:percent} of {rate.n} people say they got what they need each time.",
        "watch": "{rate:percent} of {rate.n} people say they got what they need each time. In the group “{least}” "
        "it is {rate[least]:percent}. That can be chance.",
        "uneven": "{rate:percent} of {rate.n} people say they got what they need each time. In the group “{least}” "
        "it is {rate[least]:percent}.",
        "differ": "For {told_otherwise.n} visits that people told us of, the record shows no problem. For "
        "{told_otherwise} of these they say that they did not get all they need.",
        "too few": "Too few people told us if they got what they need.",
        "not asked": "People whose needs are on record: {asked.n}. If they got what they need is not on record.",
        "unknown": "No needs are on record. That does not mean that nobody has any.",
    },
    "payment": {
        "all": "Where it is on record, every visit was paid in some way, or people chose no pay.",
        "some": "Where it is on record, {rate:percent} of visits were paid in some way, or people chose no pay.",
        "watch": "Where it is on record, {rate[least]:percent} of visits by the group “{least}” were paid in some "
        "way, or they chose no pay. Of all visits it was {rate:percent}. That can be chance.",
        "uneven": "Where it is on record, {rate[least]:percent} of visits by the group “{least}” were paid in some "
        "way, or they chose no pay. Of all visits it was {rate:percent}. Pay at work counts too.",
        "owed": "Some expenses are still owed.",
        "too few": "Too few visits have a word on pay yet.",
        "unknown": "Whether people's time is paid for is not on record yet.",
    },
    "relationships-first": {
        "even": "On record, {rate:percent} of {rate.n} partners had met others when two groups first decided "
        "together. It was much the same in every group.",
        "watch": "On record, {rate:percent} of {rate.n} partners had met others when two groups first decided "
        "together. In the group “{least}” it was {rate[least]:percent}. That can be chance.",
        "uneven": "On record, {rate:percent} of {rate.n} partners had met others when two groups first decided "
        "together. In the group “{least}” it was {rate[least]:percent}.",
        "none before": "Two groups have decided together. No talk, visit or tie is on record from before that.",
        "one group": "On record, {rate:percent} of {rate.n} partners had met others when two groups first decided "
        "together. There are no two groups large enough to compare.",
        "no contacts": "No talk, visit or tie with a day is on record yet.",
        "no day": "Groups have decided together, but no day is on record for it.",
        "unknown": "No decision that two groups made together is on record yet.",
    },
    "cut-off": {
        "even": "All {not_reached.n} partners came, spoke, took part or had a tie to someone.",
        "some": "For {not_reached:percent} of {not_reached.n} partners nothing is on record: no tie, no visit, no view "
        "and no other part.",
        "watch": "We reached {rate[least]:percent} of the group “{least}”, and more of another group. That can be "
        "chance.",
        "uneven": "We reached {rate[least]:percent} of the group “{least}”, and far more of another group.",
        "unknown": "No ties, visits, views or other ways to take part are on record yet.",
    },
    "who-is-missing": {
        "nobody": "Beside the people who could be here, nobody here is on record as {absent}.",
        "below": "Beside the people who could be here, the group “{least}” has "
        "{representation_ratio[least]:percent} of its even share.",
        "above": "Beside the people who could be here, the group “{most}” has {representation_ratio[most]:percent} "
        "of its even share.",
        "even": "The groups that are here are about as large as among the people who could be here.",
        "too few": "We know the “{characteristic}” of {on_record[characteristic]:percent} of "
        "{on_record[characteristic].n} people here. That is too few to compare with all who could be here.",
        "one kind": "On “{characteristic}”, only one answer was ever noted of the people here, and not of all. That is "
        "too little to compare with all who could be here.",
        "nobody said": "We know who could be here. Of the people here, nothing like it is on record.",
        "chance": "That can be chance.",
        "unknown": "There is no count on record of the people who could be here.",
    },
    "cross-sector-ties": {
        "even": "Ties cross groups at least as often as chance would have it.",
        "as chance": "Ties cross groups about as often as chance would have it.",
        "fewer": "Fewer ties cross groups than chance would have it. That may be chance itself.",
        "watch": "Fewer ties cross groups than chance would have it. That may be chance itself.",
        "uneven": "Ties stay inside groups more than chance would have it.",
        "one teller": "One partner told us of {told_by_one:percent} of the ties, so it is mostly their view.",
        "one group": "Only one group is on record, so there is nothing to compare.",
        "too few": "There are too few partners or ties to tell this from chance.",
        "unknown": "No ties are on record yet.",
    },
    "trust-and-value": {
        "even": "Partners of all groups are trusted much alike, as far as ratings on record show.",
        "uneven": "For trust, the group “{least}” got {trust_score[least]:.1f} out of 4. “{most}” got "
        "{trust_score[most]:.1f}.",
        "watch": "For trust, the group “{least}” got {trust_score[least]:.1f} out of 4. “{most}” got "
        "{trust_score[most]:.1f}. That can be chance.",
        "uneven value": "For what they bring, the group “{least}” got {value_score[least]:.1f} out of 4. “{most}” got "
        "{value_score[most]:.1f}.",
        "no telling": "There are too few ratings on record to tell this from chance.",
        "one group": "For trust, the group “{one}” got {trust_score[one]:.1f} out of 4. No other group has enough "
        "ratings to compare.",
        "too few": "Too few ratings are on record to show the number of any group.",
        "unknown": "No ratings are on record yet.",
    },
    "trust-gap": {
        "even": "Groups that rated each other trust each other about as much.",
        "watch": "The group “{more}” trusts “{less}” more than it is trusted back. The gap is "
        "{signed_trust_gap[pair]:.1f} points out of 4.",
        "uneven": "The group “{more}” trusts “{less}” more than it is trusted back. The gap of "
        "{signed_trust_gap[pair]:.1f} points is more than the partners agreed on.",
        "apart": "Trust there and back is {trust_gap:.1f} points apart. That is more than the partners agreed on.",
        "too few": "No two groups rated each other often enough to show it.",
        "unknown": "No ratings between groups are on record yet.",
    },
    "centralisation": {
        "even": "No one partner holds all the ties. If any one left, at most {left_without_one:percent} of the "
        "others would lose their only tie.",
        "agreed": "Ties are spread over partners as evenly as the partners agreed.",
        "watch": "If one partner left, {left_without_one:percent} of the {left_without_one.n} others would lose their "
        "only tie. At the start that is normal.",
        "uneven": "Ties lead to one partner more than the partners agreed on.",
        "one teller": "One partner told us of {told_by_one:percent} of the ties, so it is mostly their view.",
        "groups only": "Here we can only show how often each group is named.",
        "too few": "Too few partners have a tie on record to tell.",
        "unknown": "No ties are on record yet.",
    },
    "brokerage": {
        "even": "Partners of more than one group bring groups together.",
        "one partner": "On record, one partner alone brings groups together.",
        "watch": "The group “{one}” alone brings groups together, as far as is on record.",
        "small group": "One small group alone brings groups together, as far as is on record.",
        "one teller": "One partner told us of {told_by_one:percent} of the ties, so it is mostly their view.",
        "too few": "Too few ties between groups are on record to tell.",
        "drawn": "Of {bridging.n} partners drawn by lot, {bridging:percent} bring groups together. They are of more "
        "than one group.",
        "few drawn": "Of {bridging.n} partners drawn by lot, too few bring groups together to tell.",
        "unknown": "No one on record stands between two groups yet.",
    },
    "strengths-on-record": {
        "even": "A strength is on record for everyone: {rate.n} in all.",
        "some": "A strength is on record for {rate:percent} of {rate.n} people.",
        "watch": "A strength is on record for {rate:percent} of people, and for {rate[least]:percent} in the group "
        "“{least}”. That can be chance.",
        "uneven": "A strength is on record for {rate:percent} of people, but only for {rate[least]:percent} in the "
        "group “{least}”.",
        "unknown": "No strengths are on record yet.",
    },
    "strengths-used": {
        "even": "Of {rate.n} people whose strengths we know, {rate:percent} used one, as far as is on record. It is "
        "much the same in every group.",
        "all": "Everyone with a strength on record has used one: {rate.n} in all.",
        "watch": "Of {rate.n} people whose strengths we know, {rate:percent} used one, as far as is on record. In "
        "the group “{least}” it is {rate[least]:percent}. That can be chance.",
        "uneven": "Of {rate.n} people whose strengths we know, {rate:percent} used one, as far as is on record. In "
        "the group “{least}” it is {rate[least]:percent}.",
        "one group": "Of {rate.n} people whose strengths we know, {rate:percent} used one, as far as is on record. "
        "There are no two groups large enough to compare.",
        "none used": "No use of a strength is on record yet.",
        "unknown": "No strengths are on record yet.",
    },
    "reciprocity-of-exchange": {
        "even": "On record, {rate:percent} of {rate.n} partners both gave and received. It is much the same in "
        "every group of three or more.",
        "watch": "On record, {rate:percent} of {rate.n} partners both gave and received. In the group “{least}” "
        "{rate[least]:percent} did. That can be chance.",
        "uneven": "On record, {rate:percent} of {rate.n} partners both gave and received. In the group “{least}” "
        "{rate[least]:percent} did.",
        "only gave": "The group “{group}” gave, but no one is on record as giving to it.",
        "only received": "The group “{group}” received, but it is not on record as giving.",
        "only gave, watch": "The group “{group}” gave, but no one is on record as giving to it. That can be chance.",
        "only received, watch": "The group “{group}” received, but it is not on record as giving. That can be chance.",
        "nobody both": "Some gave and some received, but no one is on record for both.",
        "one group": "On record, {rate:percent} of {rate.n} partners both gave and received. There are no two "
        "groups large enough to compare.",
        "unknown": "Nothing that partners gave each other is on record yet.",
    },
    "team-mix": {
        "even": "Teams with three or more members we know: {mixed_teams.n}. In each one, partners of different groups "
        "work together. Different strengths on record in teams: {strengths}.",
        "not asked": "Teams with three or more members we know: {mixed_teams.n}. In each one, partners of different "
        "groups work together. What members bring is not on record yet.",
        "watch": "Teams with three or more members we know: {one_group_teams.n}. All members we know are of one group "
        "in {one_group_teams} of them.",
        "no other group": "Only one group is on record, so there is nothing to compare.",
        "by team": "To see how mixed teams are, look at groups other than teams.",
        "unknown": "No team with three members whose group we know is on record yet.",
    },
    "voice-share": {
        "even": "Every group of three or more has about the share of the views on record that its number would give "
        "it.",
        "uneven": "For its size, the group “{least}” has {representation_ratio[least]:percent} of an even share of "
        "the views on record, and “{most}” has {representation_ratio[most]:percent}.",
        "watch": "For its size, the group “{least}” has {representation_ratio[least]:percent} of an even share of "
        "the views on record, and “{most}” has {representation_ratio[most]:percent}. That can be chance.",
        "one group": "There are no two groups large enough to compare.",
        "not recorded": "For most people here it is not on record which group they are in.",
        "unknown": "No signed views are on record yet.",
    },
    "floor-time": {
        "even": "Every group of three or more had about the share of {talk} that its number of people in the room "
        "would give it.",
        "uneven": "For the number of its people in the room, the group “{least}” had "
        "{representation_ratio[least]:percent} of an even share of {talk}. The group “{most}” had "
        "{representation_ratio[most]:percent}.",
        "watch": "For the number of its people in the room, the group “{least}” had "
        "{representation_ratio[least]:percent} of an even share of {talk}. The group “{most}” had "
        "{representation_ratio[most]:percent}. That can be chance.",
        "differ": "It depends on what we count. By turns to speak it looks one way, and by time to speak another.",
        "few noted": "Turns and times are on record for too few of the people who were in the room.",
        "one group": "There are no two groups large enough to compare.",
        "not recorded": "For most people here it is not on record which group they are in.",
        "unknown": "Nobody has counted turns or time to speak yet.",
    },
    "decision-share": {
        "even": "Every group of three or more had about the share of the deciding that its number would give it.",
        "uneven": "For its size, the group “{least}” had {representation_ratio[least]:percent} of an even share of "
        "the deciding. The group “{most}” had {representation_ratio[most]:percent}.",
        "watch": "For its size, the group “{least}” had {representation_ratio[least]:percent} of an even share of the "
        "deciding. The group “{most}” had {representation_ratio[most]:percent}. That can be chance.",
        "one group": "There are no two groups large enough to compare.",
        "no names": "Decisions are on record, but not yet who made them.",
        "outside": "{decisions_outside} of {decisions_outside.n} decisions were made outside any gathering. For "
        "{decisions_told} of these it is on record that someone else was told or asked.",
        "outsiders": "People of the group “{outsider}” had a part in {decisions_outside[outsider]} of the "
        "{decisions_outside[outsider].n} made outside.",
        "heard": "Made without anyone of the group “{unheard}”: {decisions_told[unheard].n} of them. For "
        "{decisions_told[unheard]} of these it is on record that someone there was told or asked.",
        "all heard": "In every group of three or more, someone had a part in each of them, or was told or asked.",
        "not recorded": "For most people here it is not on record which group they are in.",
        "unknown": "No decisions are on record yet.",
    },
    "shared-control": {
        "even": "We know of {shared_control.n} decisions on money, people or the agenda. In each of them {who} had "
        "a part.",
        "money": "Of {shared_decisions[money].n} decisions on money, {who} had a part in {shared_decisions[money]}.",
        "people": "Of {shared_decisions[staff].n} decisions on people, {who} had a part in {shared_decisions[staff]}.",
        "agenda": "Of {shared_decisions[agenda].n} decisions on the agenda, {who} had a part in "
        "{shared_decisions[agenda]}.",
        "none": "We know of {shared_control.n} decisions on money, people or the agenda. We know of none in which "
        "{who} had a part.",
        "one group": "Only one group is on record, so there is nothing to compare.",
        "no topic": "Decisions are on record, but not what they are about.",
        "unknown": "No decision on money, people or the agenda is on record yet.",
    },
    "standards-review": {
        "even": "Groups of three or more score the standards about alike. “{high}” gets the most, "
        "{standard_score[high]:.1f} of 6, and “{low}” the least, {standard_score[low]:.1f}.",
        "watch": "Groups see “{standard}” least alike. The group “{least}” gives it {standard_score[lower]:.1f} of "
        "6, and “{most}” {standard_score[higher]:.1f}.",
        "one group": "“{high}” gets the most, {standard_score[high]:.1f} of 6, and “{low}” the least, "
        "{standard_score[low]:.1f}. There are no two groups with three who scored.",
        "even, one": "All groups score “{high}” about alike. It gets {standard_score[high]:.1f} of 6. No other "
        "standard has a score yet.",
        "one group, one": "“{high}” gets {standard_score[high]:.1f} of 6. No other standard has a score yet. There are "
        "no two groups with three who scored.",
        "four or more, one": "“{high}” gets 4 or more of 6 from {scored_good[high]:percent} of those who scored it. No "
        "other standard has a score yet.",
        "four or more": "“{high}” gets 4 or more of 6 from {scored_good[high]:percent} of those who scored it, and "
        "“{low}” from {scored_good[low]:percent}.",
        "unknown": "Nobody has scored the seven standards yet.",
    },
    "who-convenes": {
        "even": "Every group of three or more has about an even share of hosting, facilitating and setting the agenda.",
        "uneven": "For its size, the group “{least}” has {representation_ratio[least]:percent} of an even share of "
        "hosting, facilitating and setting the agenda. The group “{most}” has {representation_ratio[most]:percent}.",
        "watch": "For its size, the group “{least}” has {representation_ratio[least]:percent} of an even share of "
        "hosting, facilitating and setting the agenda. The group “{most}” has {representation_ratio[most]:percent}. "
        "That can be chance.",
        "one group": "There are no two groups large enough to compare.",
        "not recorded": "For most people here it is not on record which group they are in.",
        "unknown": "It is not on record yet which people host, facilitate or set the agenda.",
    },
    "decision-role": {
        "even": "People of every group start decisions, make them, carry them out and look back on them.",
        "uneven": "We know who {did} {rate[here].n} decisions. People of the group “{least}” had a part in "
        "{rate[here]:percent} of them, and people of the group “{most}” in {rate[there]:percent}.",
        "less": "We know who {did} {rate[here].n} decisions. People of the group “{least}” had a part in "
        "{rate[here]:percent} of them, and people of the group “{most}” in {rate[there]:percent}.",
        "watch": "We know who {did} {rate[here].n} decisions. People of the group “{least}” had a part in "
        "{rate[here]:percent} of them, and people of the group “{most}” in {rate[there]:percent}. That can be "
        "chance.",
        "never": "We know who {did} {rate[here].n} decisions. No one of the group “{least}” is among those.",
        "part": "As far as we know, the groups have a like part in our decisions. But it is not on record who "
        "started them, made them, carries them out and looks back on them.",
        "few": "Too few decisions, or too few groups, are on record to compare who did what.",
        "as declared": "In gatherings that set out to decide together, we know who made {shared_as_declared.n} "
        "decisions. In each of them {who} had a part.",
        "not as declared": "In gatherings that set out to decide together, we know who made {shared_as_declared.n} "
        "decisions. In {shared_as_declared} of them {who} had a part. The other {not_as_declared} went otherwise "
        "than was set out.",
        "unknown": "It is not on record yet who did what in any decision.",
    },
    "shared-concerns": {
        "even": "Of {rate.n} concerns, {rate:percent} are shared by someone of another group. It is about as many "
        "for every group.",
        "some": "Of {rate.n} concerns, {rate:percent} are shared by someone of another group.",
        "few": "Concerns on record: {rate.n}. Shared by someone of another group: {shared}.",
        "none": "Concerns on record: {rate.n}. Nobody of another group is on record as agreeing with any.",
        "watch": "Of the concerns of the group “{least}”, {rate[least]:percent} are shared by someone of another "
        "group. Of all concerns it is {rate:percent}. That can be chance.",
        "uneven": "Of the concerns of the group “{least}”, {rate[least]:percent} are shared by someone of another "
        "group. Of all concerns it is {rate:percent}.",
        "common": "Statements that every group looked at: {agreed.n}. Most people in every group agree with "
        "{agreed} of them.",
        "apart": "Statements that every group looked at: {agreed.n}. There is none that most people in every group "
        "agree with.",
        "no answers": "Concerns on record: {rate.n}. What others think of them is not.",
        "no author": "There are concerns on record, but not which group they came from.",
        "left out": "People in no group here: {left_out} of {left_out.n}. This says nothing of them.",
        "unknown": "No concerns that people of two groups could agree with are on record.",
    },
    "influence-funnel": {
        "even": "From coming along to being taken up, no group of three or more falls far behind the others.",
        "uneven": "In the group “{least}”, {rate[here]:percent} {step}. In the group “{most}” it was "
        "{rate[there]:percent}.",
        "watch": "In the group “{least}”, {rate[here]:percent} {step}. In the group “{most}” it was "
        "{rate[there]:percent}. That can be chance.",
        "part": "At the steps that we can compare, no group of three or more falls far behind the others. But not "
        "every step is on record for two groups.",
        "few": "There are too few people or views in two groups to compare.",
        "unknown": "It is not on record yet who came, who spoke and what became of it.",
    },
    "plan-and-openness": {
        "even": "{rate[beyond]:percent} of {rate[beyond].n} views beyond the plan were talked about or answered, and "
        "{rate[within]:percent} of {rate[within].n} within it.",
        "watch": "{rate[beyond]:percent} of {rate[beyond].n} views beyond the plan were talked about or answered, and "
        "{rate[within]:percent} of {rate[within].n} within it. That can be chance.",
        "uneven": "{rate[beyond]:percent} of {rate[beyond].n} views beyond the plan were talked about or answered, "
        "and {rate[within]:percent} of {rate[within].n} within it.",
        "too few": "{rate[beyond]:percent} of {rate[beyond].n} views beyond the plan were talked about or answered. "
        "There are too few views to compare.",
        "only within": "No view beyond the plan is on record.",
        "unknown": "Which views are within the plan is not on record yet.",
    },
    "shared-vision": {
        "even": "{rate:percent} of those who told us are for the vision, about as many in every group. We heard from "
        "{answered:percent} of {answered.n} people.",
        "few": "Only {rate:percent} of the {rate.n} people who told us are for the vision.",
        "watch": "{rate:percent} of the {rate.n} people who told us are for the vision, and {rate[least]:percent} "
        "in the group “{least}”. That can be chance.",
        "uneven": "{rate:percent} of the {rate.n} people who told us are for the vision, and {rate[least]:percent} "
        "in the group “{least}”.",
        "one group": "{rate:percent} of the {rate.n} people who told us are for the vision. There are no two groups "
        "large enough to compare.",
        "nobody asked": "There is a vision, but what people think of it is not on record.",
        "too few": "Too few said what they think of it.",
        "understood": "Asked if they know what we are here for, {understood:percent} of {understood.n} people "
        "gave a mark above the middle.",
        "understood, by group": "Asked if they know what we are here for, {understood:percent} of {understood.n} "
        "people gave a mark above the middle. In the group “{unsure}” it was {understood[unsure]:percent}.",
        "then and now": "Of the {understood_then.n} asked twice, {understood_then:percent} did so at first and "
        "{understood_now:percent} the last time.",
        "then and now, by group": "Of the {understood_then.n} asked twice, {understood_then:percent} did so at first "
        "and {understood_now:percent} the last time. In the group “{unsure_then}” it was "
        "{understood_then[unsure_then]:percent} at first and {understood_now[unsure_then]:percent} the last time.",
        "not agreed": "There is a vision, but it is not on record that it was agreed.",
        "dropped": "No vision holds now.",
        "unknown": "No vision that holds now is on record.",
    },
    "outcomes": {
        "even": "Of {rate.n} answers on what changed, {rate:percent} say it got better.",
        "both": "People say {judged[for_better]} of {outcomes} changes are for the better and "
        "{judged[for_worse]} for the worse. {from_own_experience:percent} of those who judged are here from their own "
        "experience.",
        "only good": "Each change that people judged is for the better. Nothing for the worse is on record.",
        "no worse": "On record, no one says that a change is for the worse.",
        "most better": "Most say that each change is for the better. In {worse} of {worse.n} answers it got worse.",
        "figures": "Some of the figures got worse.",
        "nobody from own experience": "Nobody who is here from their own experience is on record as having judged "
        "what changed.",
        "watch": "Of the answers of the group “{least}”, {rate[least]:percent} say that it got better. Of all it is "
        "{rate:percent}. That can be chance.",
        "uneven": "Of the answers of the group “{least}”, {rate[least]:percent} say that it got better. Of all it is "
        "{rate:percent}.",
        "not judged": "What people think of the changes is not on record yet.",
        "unknown": "No outcome that people judged is on record yet.",
    },
}
"""What each check can say, by the name of the check and of the sentence."""

PHRASES: Mapping[str, Mapping[str, str]] = {
    "experience": {
        "valued": "felt valued",
        "listened": "felt listened to",
        "contributed": "felt they contributed",
        "safe": "felt at ease",
        "latest": "the latest gathering",
        "one": "one gathering",
    },
    "floor-time": {"turns": "the turns to speak", "seconds": "the time to speak"},
    "influence-funnel": {
        "space": "of people came to a gathering",
        "voice": "of people have a view on record",
        "audience": "of views were heard by someone else who decides",
        "influence": "of the views that were settled were taken up",
    },
}
"""Words that findings put into sentences."""
