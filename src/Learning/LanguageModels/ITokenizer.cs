namespace Federated.Learning.LanguageModels;

/// <summary>How text becomes a model's tokens.</summary>
public interface ITokenizer
{
    /// <summary>Number of tokens V.</summary>
    int Vocabulary { get; }

    /// <summary>The tokens of a text, each in [0, V).</summary>
    /// <param name="text">bytes, UTF-8 in general</param>
    int[] Encode(ReadOnlySpan<byte> text);
}
