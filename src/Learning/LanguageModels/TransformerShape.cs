namespace Federated.Learning.LanguageModels;

/// <summary>Sizes of a decoder-only transformer: normalisation before each block, learned positions, output head tied to the token embedding.</summary>
public sealed record TransformerShape
{
    /// <summary>Number of tokens V.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Longest sequence.</summary>
    public required int Context { get; init; }

    /// <summary>Width D of the residual stream.</summary>
    public required int Width { get; init; }

    /// <summary>Number of blocks.</summary>
    public required int Blocks { get; init; }

    /// <summary>Attention heads; divides <see cref="Width"/>.</summary>
    public required int Heads { get; init; }

    /// <summary>Between the two layers of the feed-forward block.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Rows of the position table before position 0: OPT has two.</summary>
    public int PositionOffset { get; init; }

    /// <summary>Number of its parameters: embeddings, per block two normalisations and four linear layers, and the last normalisation.</summary>
    public Int128 Parameters => ((Vocabulary + (Int128)Context + PositionOffset) * Width) + (Blocks * ((12 * (Int128)Width * Width) + (13 * (Int128)Width))) + (2 * (Int128)Width);

    /// <summary>What does not fit, as a message that says what would; null if all does.</summary>
    public string? Problem() =>
        Vocabulary < 2 ? $"{Vocabulary} tokens; expected at least 2"
        : Context < 1 ? $"a context of {Context}; expected at least 1"
        : Blocks < 1 ? $"{Blocks} blocks; expected at least 1"
        : Heads < 1 || Width < 1 || Width % Heads != 0 ? $"{Heads} heads on a width of {Width}; expected a number that divides it"
        : Parameters > int.MaxValue ? $"{Parameters} parameters; expected at most {int.MaxValue}"
        : null;
}
