package io.weighbridge.benchmarks.compute;

import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.PictureTerms;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.curve.MediaCosting;
import io.weighbridge.backend.compute.gpu.GpuCatalogue;
import io.weighbridge.backend.gate.price.CallPrice;
import io.weighbridge.backend.pricing.CompiledBook;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.pricing.Volumes;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;

/// How long a call of pictures by the curve of Stable Diffusion XL takes to be held for,
/// refused for want of credit, charged and costed: on one thread, of calls of random size, the
/// median of runs.
public final class PictureSpeed {
    private static final int CALLS = 1_024;
    private static final int ROUNDS = 20;
    private static final int RUNS = 9;
    private static final String TEXT =
            "'torch_dtype':'float16','vocab_size':49408,'max_position_embeddings':77,"
                    + "'model_type':'clip_text_model',";
    private static final String PIPELINE =
            "{'_class_name':'StableDiffusionXLPipeline','torch_dtype':'float16','text_encoder':{"
                    + TEXT
                    + "'architectures':['CLIPTextModel'],'hidden_size':768,"
                    + "'num_hidden_layers':12,'num_attention_heads':12,'intermediate_size':3072,"
                    + "'projection_dim':768},'text_encoder_2':{"
                    + TEXT
                    + "'architectures':['CLIPTextModelWithProjection'],'hidden_size':1280,"
                    + "'num_hidden_layers':32,'num_attention_heads':20,'intermediate_size':5120,"
                    + "'projection_dim':1280},'unet':{'_class_name':'UNet2DConditionModel',"
                    + "'in_channels':4,'out_channels':4,'block_out_channels':[320,640,1280],"
                    + "'layers_per_block':2,'down_block_types':['DownBlock2D',"
                    + "'CrossAttnDownBlock2D','CrossAttnDownBlock2D'],'up_block_types':["
                    + "'CrossAttnUpBlock2D','CrossAttnUpBlock2D','UpBlock2D'],"
                    + "'cross_attention_dim':2048,'transformer_layers_per_block':[1,2,10],"
                    + "'addition_embed_type':'text_time',"
                    + "'projection_class_embeddings_input_dim':2816},'vae':{"
                    + "'_class_name':'AutoencoderKL','block_out_channels':[128,256,512,512],"
                    + "'layers_per_block':2,'latent_channels':4}}";

    private PictureSpeed() {}

    public static void main(String[] args) throws IOException {
        ServingTerms terms =
                new ServingTerms(0, 4, 2, 0, Basis.GPU_TIME_VRAM, false, 300_000, 500_000)
                        .with(new PictureTerms(30, true, 1_024, 1_024));
        byte[] config = PIPELINE.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        MediaCosting costing =
                Objects.requireNonNull(
                        MediaCosting.of(
                                ModelContent.ofConfig("sdxl", config),
                                GpuCatalogue.load().find("h100"),
                                terms));
        Rate rate =
                new Rate(
                        1,
                        Unit.VRAM_MIB_MILLISECONDS,
                        ServiceTier.STANDARD,
                        0,
                        0,
                        123,
                        1_000,
                        List.of());
        PriceBook book = new PriceBook(1, 2, "", 0, 1, 1, 1, List.of(rate), List.of());
        CallPrice price =
                new CallPrice(
                        Objects.requireNonNull(
                                new CompiledBook(book).sheet(1, 0, ServiceTier.STANDARD)),
                        costing);
        Units[] calls = new Units[CALLS];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < CALLS; i++) {
            long images = random.nextLong(1, 5);
            calls[i] =
                    Units.of(Unit.IMAGES, images)
                            .with(Unit.PIXELS, images * random.nextLong(65_536, 4_194_304))
                            .with(Unit.OUTPUT_TOKENS, 1_000);
        }
        System.out.printf(
                Locale.ROOT,
                "a hold %d ns, what credit covers %d ns, a charge's count %d ns, a cost %d ns%n",
                median(calls, units -> price.holdNanos(units, Volumes.NONE)),
                median(
                        calls,
                        units -> price.affordable(units, Unit.OUTPUT_TOKENS, 1, Volumes.NONE)),
                median(calls, units -> costing.count(Unit.VRAM_MIB_MILLISECONDS, units)),
                median(calls, units -> costing.cost(units, 2_000_000_000L, 500).nanos()));
    }

    private static long median(Units[] calls, ToLongFunction<Units> one) {
        long[] nanos = new long[RUNS];
        long sum = 0;
        for (int run = 0; run < RUNS; run++) {
            long begin = System.nanoTime();
            for (int round = 0; round < ROUNDS; round++) {
                for (Units units : calls) {
                    sum += one.applyAsLong(units);
                }
            }
            nanos[run] = (System.nanoTime() - begin) / ((long) CALLS * ROUNDS);
        }
        if (sum == 0) {
            throw new IllegalStateException("nothing was reckoned");
        }
        Arrays.sort(nanos);
        return nanos[RUNS / 2];
    }
}
