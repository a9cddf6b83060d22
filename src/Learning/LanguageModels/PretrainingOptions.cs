namespace Federated.Learning.LanguageModels;

/// <summary>How a byte-level GPT is pretrained.</summary>
public sealed record PretrainingOptions
{
    /// <summary>Width D of the residual stream.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Number of blocks.</summary>
    public int Blocks { get; init; } = 3;

    /// <summary>Attention heads; divides <see cref="Width"/>.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Bytes of a window, and longest sequence of the model.</summary>
    public int Context { get; init; } = 64;

    /// <summary>Steps of Adam.</summary>
    public int Steps { get; init; } = 4000;

    /// <summary>Windows of a step.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Learning rate after the warm-up.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Seed of the initial weights and of the windows.</summary>
    public ulong Seed { get; init; } = 20;

    /// <summary>Fraction of the text, at its end, that is not trained on but tells how good the model is.</summary>
    public double HeldOut { get; init; } = 0.05;

    /// <summary>The model's sizes.</summary>
    public TransformerShape Shape => new() { Vocabulary = 256, Context = Context, Width = Width, Blocks = Blocks, Heads = Heads };

    /// <summary>Bytes at the end of a text that are held out.</summary>
    internal int HeldOutBytes(int text) => (int)(text * HeldOut);

    /// <summary>Refuses what cannot be trained.</summary>
    /// <param name="text">bytes of the text</param>
    /// <exception cref="InputException">an option is out of its range, or the text is too short for its windows</exception>
    public void Validate(int text)
    {
        var held = HeldOut is > 0 and <= 0.5 ? HeldOutBytes(text) : 0;
        var problem =
            Steps < 1 ? $"steps: {Steps} is not accepted; expected at least 1"
            : Batch < 1 ? $"batch: {Batch} is not accepted; expected at least 1"
            : !(LearningRate > 0 && double.IsFinite(LearningRate)) ? $"learning rate: {LearningRate} is not accepted; expected a number above 0"
            : HeldOut is not (> 0 and <= 0.5) ? $"held out: {HeldOut} is not accepted; expected a fraction in (0, 0.5]"
            : Shape.Problem() is { } misfit ? $"model: {misfit}"
            : (long)Batch * Context > 1 << 24 ? $"batch: {Batch} windows of {Context} bytes; expected at most {1 << 24} bytes in a step"
            : Math.Min(held, text - held) <= Context ? $"text: {text} bytes, {held} of them held out; expected more than a window of {Context} in each part"
            : null;
        if (problem is not null)
        {
            throw new InputException(problem);
        }
    }
}
