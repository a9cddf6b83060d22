namespace Federated.Learning.Data.Text;

/// <summary>
/// Labelled sequences of tokens. Without answers every token of a sequence is predicted from those before it; with answers the label is: it is
/// the index of the answer that comes behind the sequence.
/// </summary>
public sealed class TokenSet : SampleSet
{
    private readonly int[] _tokens;
    private readonly Range[] _sequences;
    private readonly int[] _answers;

    /// <param name="tokens">all tokens; kept, not copied</param>
    /// <param name="sequences">where each sample's tokens are, at least one each (two without answers); may overlap</param>
    /// <param name="labels">class of each sample, in [0, classes)</param>
    /// <param name="classes">number of classes</param>
    /// <param name="answers">one token per class; empty: each next token is predicted</param>
    public TokenSet(int[] tokens, Range[] sequences, int[] labels, int classes, int[] answers)
        : base(labels, classes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sequences.Length, labels.Length);
        _tokens = tokens;
        _sequences = sequences;
        _answers = answers;
        Longest = sequences.Max(sequence => sequence.GetOffsetAndLength(tokens.Length).Length);
    }

    /// <summary>One token per class; empty: each next token is predicted.</summary>
    public ReadOnlySpan<int> Answers => _answers;

    /// <summary>Tokens of the longest sequence.</summary>
    public int Longest { get; }

    /// <inheritdoc/>
    public override string Measure => _answers.Length == 0 ? $"{Longest - 1} tokens" : $"at most {Longest} tokens";

    /// <summary>Windows on a text that follow each other without overlap. Each has one token more than are predicted, the first of the next one.</summary>
    /// <param name="tokens">the text</param>
    /// <param name="start">first token of the first window</param>
    /// <param name="end">behind the last token; what does not fill a window is left out</param>
    /// <param name="window">tokens predicted in each</param>
    public static TokenSet Windows(int[] tokens, int start, int end, int window)
    {
        var sequences = new Range[(end - start - 1) / window];
        for (var i = 0; i < sequences.Length; i++)
        {
            var first = start + (i * window);
            sequences[i] = new Range(first, first + window + 1);
        }

        return new TokenSet(tokens, sequences, new int[sequences.Length], classes: 1, answers: []);
    }

    /// <summary>The tokens of one sample.</summary>
    public ReadOnlySpan<int> Tokens(int sample) => _tokens.AsSpan(_sequences[sample]);

    /// <inheritdoc/>
    public override SampleSet First(int count) => new TokenSet(_tokens, _sequences[..count], Labels[..count].ToArray(), Classes, _answers);
}
