using Federated.Learning.Data.Partitioning;

namespace Federated.Learning.Data.Speeches;

/// <summary>Authors as users: the last speech on the device, the earlier ones elsewhere.</summary>
public static class SpeechUsers
{
    /// <summary>Authors, those with auxiliary speeches first, each group by the year of its first speech.</summary>
    /// <param name="speeches">by year</param>
    /// <param name="options">what is too little</param>
    public static IReadOnlyList<(string Author, bool IsKnown)> Authors(IReadOnlyList<Speech> speeches, SpeechesOptions options) =>
    [
        .. speeches.GroupBy(speech => speech.Author)
            .Select(group => (group.Key, IsKnown: group.Count() >= options.MinSpeeches && group.Sum(speech => speech.Words.Count) >= options.MinWords))
            .OrderByDescending(author => author.IsKnown),
    ];

    /// <summary>Makes the data set.</summary>
    /// <param name="speeches">by year</param>
    /// <param name="options">vocabulary, context, who is known</param>
    /// <exception cref="InputException">Nobody has enough, or a last speech is too short.</exception>
    public static FederatedDataset Make(IReadOnlyList<Speech> speeches, SpeechesOptions options)
    {
        var authors = Authors(speeches, options);
        var bySpeaker = speeches.ToLookup(speech => speech.Author);
        Speech[][] early = [.. authors.Select(a => a.IsKnown ? bySpeaker[a.Author].SkipLast(1).ToArray() : [])];
        if (early.Sum(own => own.Length) == 0)
        {
            throw new InputException($"data: none of {authors.Count} authors has at least {options.MinSpeeches} speeches and {options.MinWords} words; expected smaller numbers as data.min_speeches and data.min_words");
        }

        var text = new SpeechText(early.SelectMany(own => own), options);
        var (train, test, elsewhere) = (new List<int[]>(), new List<int[]>(), new List<int[]>());
        for (var author = 0; author < authors.Count; author++)
        {
            var last = text.Add(bySpeaker[authors[author].Author].Last());
            var held = (int)(last.Length * options.HeldOut);
            if (last.Length <= held)
            {
                throw new InputException($"data: the last speech of {Printable.Shorten(authors[author].Author)} has no word to predict; expected more than {options.Context} words in each");
            }

            train.Add(last[..^held]);
            test.Add(last[^held..]);
            elsewhere.Add([.. early[author].SelectMany(text.Add)]);
        }

        return new FederatedDataset(options.Name, text.Samples(train), text.Samples(test), Consecutive(train))
        {
            Auxiliary = new AuxiliaryData(text.Samples(elsewhere), Consecutive(elsewhere), Public: null),
        };
    }

    private static Partition Consecutive(List<int[]> lists)
    {
        int[] offsets = [0, .. lists.Select(list => list.Length)];
        for (var i = 1; i < offsets.Length; i++)
        {
            offsets[i] += offsets[i - 1];
        }

        return new Partition([.. Enumerable.Range(0, offsets[^1])], offsets);
    }
}
