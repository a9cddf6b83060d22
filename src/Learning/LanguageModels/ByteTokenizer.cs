namespace Federated.Learning.LanguageModels;

/// <summary>Every byte is a token.</summary>
public sealed class ByteTokenizer : ITokenizer
{
    /// <inheritdoc/>
    public int Vocabulary => 256;

    /// <inheritdoc/>
    public int[] Encode(ReadOnlySpan<byte> text)
    {
        var tokens = new int[text.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = text[i];
        }

        return tokens;
    }
}
