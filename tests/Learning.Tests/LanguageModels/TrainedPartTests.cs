using Federated.Learning.LanguageModels;
using Federated.Learning.Models;
using Federated.Learning.Tests.Tasks;
using Xunit;

namespace Federated.Learning.Tests.LanguageModels;

public sealed class TrainedPartTests
{
    [Fact]
    public void Normalisations_and_biases_of_the_usual_model_are_2624_parameters()
    {
        var network = new Transformer(new() { Vocabulary = 256, Context = 64, Width = 64, Blocks = 3, Heads = 4 });
        using var part = Create(new LanguageModel("gpt", network, new ByteTokenizer(), null), Trainable.NormsAndBiases);

        Assert.Equal(2624, part.Layout.Dimension);
        Assert.All(part.Layout.Tensors, tensor => Assert.True(tensor.Name.Contains("ln_") || tensor.Name.EndsWith(".bias")));
        Assert.DoesNotContain(part.Layout.Tensors, tensor => tensor.Name is "wte.weight" or "wpe.weight");
    }

    [Fact]
    public void Adapters_of_every_block_have_their_rank()
    {
        using var part = Create(LanguageBed.Model, Trainable.Lora);

        Assert.Equal(
            ["h.0.attn.c_attn.weight.lora_a [8,16]", "h.0.attn.c_attn.weight.lora_b [48,8]", "h.1.attn.c_attn.weight.lora_a [8,16]", "h.1.attn.c_attn.weight.lora_b [48,8]"],
            part.Layout.Tensors.Select(tensor => $"{tensor.Name} [{string.Join(',', tensor.Shape)}]"));
    }

    [Theory]
    [InlineData(Trainable.All)]
    [InlineData(Trainable.NormsAndBiases)]
    [InlineData(Trainable.Lora)]
    public void Training_starts_at_the_model_as_it_is(Trainable trainable)
    {
        using var part = Create(LanguageBed.Model, trainable);
        var trained = new float[part.Layout.Dimension];
        part.Initialise(trained);

        Assert.Equal(LanguageBed.Model.Weights, part.Merge(trained));
        Assert.Contains(trained, value => value != 0);
    }

    [Theory]
    [InlineData(Trainable.NormsAndBiases)]
    [InlineData(Trainable.Lora)]
    public void The_first_loss_is_bit_for_bit_that_of_the_whole_model(Trainable trainable)
    {
        using var whole = LanguageBed.Open(LanguageBed.Task(LanguageBed.Text(16), batchSize: 16));
        using var part = LanguageBed.Open(LanguageBed.Task(LanguageBed.Text(16), batchSize: 16, LanguageBed.Options(trainable)));
        whole.NextBatch();
        part.NextBatch();

        Assert.Equal(whole.Loss(), part.Loss());
    }

    /// <summary>At other parameters the merged model is the same function as the trained part with what is frozen.</summary>
    [Theory]
    [InlineData(Trainable.NormsAndBiases)]
    [InlineData(Trainable.Lora)]
    public void The_merged_model_has_the_loss_of_the_part(Trainable trainable)
    {
        var task = LanguageBed.Task(LanguageBed.Text(16), batchSize: 16, LanguageBed.Options(trainable));
        using var part = LanguageBed.Open(task);
        part.NextBatch();
        var before = part.Loss();
        for (var i = 0; i < part.Point.Length; i++)
        {
            part.Point[i] += 0.5f * MathF.Sin(i * 12.9898f);
        }

        using var whole = LanguageBed.Open(LanguageBed.Task(LanguageBed.Text(16), batchSize: 16));
        task.Part.Merge(part.Point).CopyTo(whole.Point);
        whole.NextBatch();

        Assert.Equal(part.Loss(), whole.Loss(), 1e-5);
        Assert.True(Math.Abs(part.Loss() - before) > 1e-3);
    }

    [Fact]
    public void Another_frozen_weight_is_another_identity()
    {
        var (one, other) = (LanguageBed.Model, LanguageBed.Model with { Weights = [.. LanguageBed.Model.Weights!] });
        other.Weights![0] += 1; // of the token embedding

        Assert.Equal(Identity(one, Trainable.All), Identity(other, Trainable.All));
        Assert.NotEqual(Identity(one, Trainable.NormsAndBiases), Identity(other, Trainable.NormsAndBiases));
        Assert.NotEqual(Identity(one, Trainable.Lora), Identity(other, Trainable.Lora));
    }

    [Fact]
    public void First_values_of_what_is_trained_are_no_part_of_the_identity()
    {
        var norm = LanguageBed.Network.Layout.Tensors.Single(tensor => tensor.Name == "ln_f.weight");
        var other = LanguageBed.Model with { Weights = [.. LanguageBed.Model.Weights!] };
        other.Weights![norm.Offset] += 1;

        Assert.Equal(Identity(LanguageBed.Model, Trainable.NormsAndBiases), Identity(other, Trainable.NormsAndBiases));
    }

    [Fact]
    public void The_strength_of_adapters_is_a_part_of_the_identity()
    {
        var options = LanguageBed.Options(Trainable.Lora);
        using var one = TrainedPart.Create(options, LanguageBed.Model, 20);
        using var other = TrainedPart.Create(options with { LoraAlpha = 17 }, LanguageBed.Model, 20);

        Assert.NotEqual(one.Identity, other.Identity);
    }

    [Fact]
    public void A_rank_above_the_width_is_refused() =>
        Assert.Equal(
            "model.lora_rank: 17; the model's width is 16, so 1 to 16 are accepted",
            Assert.Throws<InputException>(() => TrainedPart.Create(LanguageBed.Options(Trainable.Lora) with { LoraRank = 17 }, LanguageBed.Model, 20)).Message);

    private static TrainedPart Create(LanguageModel model, Trainable trainable) =>
        TrainedPart.Create(new ModelOptions { Trainable = trainable }, model, seed: 20);

    private static string Identity(LanguageModel model, Trainable trainable)
    {
        using var part = Create(model, trainable);
        return part.Identity;
    }
}
