package io.weighbridge.backend.testkit.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.weighbridge.backend.compute.model.ConfigReader;
import io.weighbridge.backend.compute.model.Described;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Shapes of published models, with the numbers that matter here.
public final class Configs {
    public static final String LLAMA_2_7B =
            "{'model_type':'llama','torch_dtype':'float16','vocab_size':32000,'hidden_size':4096,"
                    + "'num_hidden_layers':32,'num_attention_heads':32,'intermediate_size':11008}";
    public static final String LLAMA_3_8B =
            "{'model_type':'llama','torch_dtype':'bfloat16','vocab_size':128256,'hidden_size':4096,"
                    + "'num_hidden_layers':32,'num_attention_heads':32,'num_key_value_heads':8,"
                    + "'intermediate_size':14336}";
    public static final String MIXTRAL =
            "{'model_type':'mixtral','torch_dtype':'bfloat16','vocab_size':32000,"
                    + "'hidden_size':4096,'num_hidden_layers':32,'num_attention_heads':32,"
                    + "'num_key_value_heads':8,'intermediate_size':14336,'num_local_experts':8,"
                    + "'num_experts_per_tok':2}";
    public static final String DEEPSEEK_V3 =
            "{'model_type':'deepseek_v3','torch_dtype':'bfloat16','vocab_size':129280,"
                    + "'hidden_size':7168,'num_hidden_layers':61,'num_attention_heads':128,"
                    + "'num_key_value_heads':128,'intermediate_size':18432,"
                    + "'moe_intermediate_size':2048,'n_routed_experts':256,'n_shared_experts':1,"
                    + "'num_experts_per_tok':8,'first_k_dense_replace':3,'q_lora_rank':1536,"
                    + "'kv_lora_rank':512,'qk_nope_head_dim':128,'qk_rope_head_dim':64,"
                    + "'v_head_dim':128,'num_nextn_predict_layers':1,'topk_method':'noaux_tc',"
                    + "'quantization_config':{'quant_method':'fp8',"
                    + "'weight_block_size':[128,128]}}";
    public static final String GPT_OSS_20B =
            "{'model_type':'gpt_oss','torch_dtype':'bfloat16','vocab_size':201088,"
                    + "'hidden_size':2880,'num_hidden_layers':24,'num_attention_heads':64,"
                    + "'num_key_value_heads':8,'head_dim':64,'intermediate_size':2880,"
                    + "'num_local_experts':32,'num_experts_per_tok':4,'sliding_window':128,"
                    + "'attention_bias':true,'quantization_config':{'quant_method':'mxfp4'}}";
    public static final String QWEN_3_NEXT =
            "{'model_type':'qwen3_next','vocab_size':151936,'hidden_size':2048,"
                    + "'num_hidden_layers':48,'num_attention_heads':16,'num_key_value_heads':2,"
                    + "'head_dim':256,'intermediate_size':5120,'moe_intermediate_size':512,"
                    + "'shared_expert_intermediate_size':512,'num_experts':512,"
                    + "'num_experts_per_tok':10,'linear_num_key_heads':16,"
                    + "'linear_num_value_heads':32,'linear_key_head_dim':128,"
                    + "'linear_value_head_dim':128,'linear_conv_kernel_dim':4,"
                    + "'full_attention_interval':4}";
    public static final String GEMMA_2_2B =
            "{'model_type':'gemma2','vocab_size':256000,'hidden_size':2304,"
                    + "'num_hidden_layers':26,'num_attention_heads':8,'num_key_value_heads':4,"
                    + "'head_dim':256,'intermediate_size':9216,'sliding_window':4096}";
    public static final String WHISPER_LARGE_V2 =
            "{'model_type':'whisper','torch_dtype':'float16','d_model':1280,'encoder_layers':32,"
                    + "'decoder_layers':32,'encoder_ffn_dim':5120,'num_mel_bins':80,"
                    + "'vocab_size':51865}";
    public static final String SDXL =
            "{'_class_name':'UNet2DConditionModel','in_channels':4,'out_channels':4,"
                    + "'block_out_channels':[320,640,1280],'layers_per_block':2,"
                    + "'down_block_types':['DownBlock2D','CrossAttnDownBlock2D',"
                    + "'CrossAttnDownBlock2D'],'up_block_types':['CrossAttnUpBlock2D',"
                    + "'CrossAttnUpBlock2D','UpBlock2D'],'cross_attention_dim':2048,"
                    + "'transformer_layers_per_block':[1,2,10],'addition_embed_type':'text_time',"
                    + "'projection_class_embeddings_input_dim':2816}";

    public static final String WHISPER_LARGE_V3 =
            WHISPER_LARGE_V2.replace(":80,", ":128,").replace(":51865", ":51866");
    public static final String CLIP_L =
            "{'model_type':'clip_text_model','architectures':['CLIPTextModel'],"
                    + "'torch_dtype':'float16','vocab_size':49408,'hidden_size':768,"
                    + "'num_hidden_layers':12,'num_attention_heads':12,'intermediate_size':3072,"
                    + "'max_position_embeddings':77,'projection_dim':768}";
    public static final String CLIP_G =
            "{'model_type':'clip_text_model','architectures':['CLIPTextModelWithProjection'],"
                    + "'torch_dtype':'float16','vocab_size':49408,'hidden_size':1280,"
                    + "'num_hidden_layers':32,'num_attention_heads':20,'intermediate_size':5120,"
                    + "'max_position_embeddings':77,'projection_dim':1280}";
    public static final String T5_XXL =
            "{'model_type':'t5','architectures':['T5EncoderModel'],'torch_dtype':'bfloat16',"
                    + "'vocab_size':32128,'d_model':4096,'d_kv':64,'d_ff':10240,'num_layers':24,"
                    + "'num_heads':64,'feed_forward_proj':'gated-gelu',"
                    + "'relative_attention_num_buckets':32,'n_positions':512}";
    private static final String VAE =
            "{'_class_name':'AutoencoderKL','block_out_channels':[128,256,512,512],"
                    + "'layers_per_block':2,'latent_channels':4}";
    private static final String STABLE_DIFFUSION_UNET =
            "{'_class_name':'UNet2DConditionModel','block_out_channels':[320,640,1280,1280],"
                    + "'layers_per_block':2,'down_block_types':['CrossAttnDownBlock2D',"
                    + "'CrossAttnDownBlock2D','CrossAttnDownBlock2D','DownBlock2D'],"
                    + "'up_block_types':['UpBlock2D','CrossAttnUpBlock2D','CrossAttnUpBlock2D',"
                    + "'CrossAttnUpBlock2D'],'cross_attention_dim':768}";
    private static final String FLUX =
            "{'_class_name':'FluxTransformer2DModel','guidance_embeds':true}";

    /// Stable Diffusion 1.4, as its `model_index.json` with the configs of its parts.
    public static final String STABLE_DIFFUSION_PIPELINE =
            "{'_class_name':'StableDiffusionPipeline','torch_dtype':'float16',"
                    + "'scheduler':['diffusers','PNDMScheduler'],'safety_checker':[null,null],"
                    + "'text_encoder':"
                    + CLIP_L
                    + ",'unet':"
                    + STABLE_DIFFUSION_UNET
                    + ",'vae':"
                    + VAE
                    + "}";
    public static final String SDXL_PIPELINE =
            "{'_class_name':'StableDiffusionXLPipeline','torch_dtype':'float16',"
                    + "'force_zeros_for_empty_prompt':true,'tokenizer':['transformers','x'],"
                    + "'text_encoder':"
                    + CLIP_L
                    + ",'text_encoder_2':"
                    + CLIP_G
                    + ",'unet':"
                    + SDXL
                    + ",'vae':"
                    + VAE
                    + "}";
    public static final String FLUX_PIPELINE =
            "{'_class_name':'FluxPipeline','torch_dtype':'bfloat16','text_encoder':"
                    + CLIP_L
                    + ",'text_encoder_2':"
                    + T5_XXL
                    + ",'transformer':"
                    + FLUX
                    + ",'vae':"
                    + "{'_class_name':'AutoencoderKL','block_out_channels':[128,256,512,512],"
                    + "'layers_per_block':2,'latent_channels':16,'use_post_quant_conv':false}"
                    + "}";

    private Configs() {}

    /// @param json with single quotes
    public static JsonNode of(String json) {
        try {
            return new ObjectMapper().readTree(json.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A known text model.
    public static Described.Text text(String json) {
        return (Described.Text) ConfigReader.read(of(json));
    }
}
